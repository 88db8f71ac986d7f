import { startSession, endSession, pauseSession, resumeSession } from '../model/activity.mjs';
import { userAction, type Action } from '../leanplum/action.mjs';
import { boolean, DEVICE, LOCATION, number, object, textList } from '../leanplum/arguments.mjs';
import { done } from '../leanplum/result.mjs';
import type { User } from '../model/user.mjs';
import { onSession } from './on-session.mjs';
import { setAttributes, setDevice, setLocation } from './profile-changes.mjs';
import { contentForNobody, userContent } from './user-content.mjs';

/**
 * start: begins a session, or goes on with the open one, and returns the user's variables, also in a
 * batch: SDKs start through `multi` and read them there (JS, IOS). The shorter reply of
 * D:batching-requests leaves them out.
 */
const startLike = (name: string): Action =>
	userAction({
		name,
		key: 'production',
		disposition: 'CreateIfNeeded',
		writes: true,
		args: {
			...DEVICE,
			...LOCATION,
			userAttributes: object.optional(),
			background: boolean.optional(),
			includeDefaults: boolean.optional(),
			/** Ids of the inbox messages that the device has (JS, AND). */
			newsfeedMessages: textList.optional(),
			/** Epoch seconds (D:multi-json example). */
			time: number.optional(),
		},
		forUnknown: (_args, { app }) =>
			app.settings().createNeverStart === 'content'
				? { ...done(contentForNobody(app)), outcome: 'skipped' }
				: undefined,
		run(args, call) {
			const { app, user, deviceId, developer } = call;
			if (deviceId !== undefined) setDevice(user, deviceId, args);
			setLocation(user, args);
			setAttributes(app, user, args.userAttributes ?? {});
			const background = args.background === true;
			startSession(app, user, { deviceId, background, developer }, call.time ?? call.now);
			return done({
				...userContent(call, args.includeDefaults !== false),
				...newsfeedNews(user, args.newsfeedMessages),
				token: `sandbox-${user.userBucket}`,
			});
		},
	});

/** Tells an SDK, which names the inbox messages it has, to read the inbox when others are in it. */
function newsfeedNews(user: User, known: readonly string[] | undefined): { syncNewsfeed?: true } {
	const ids = [...(user.inbox?.keys() ?? [])];
	const same = ids.length === known?.length && ids.every((id) => known.includes(id));
	return known === undefined || same ? {} : { syncNewsfeed: true };
}

/** stop: ends the session. */
const stop = onSession('stop', (session, { user, now }) => {
	endSession(user, session, now);
	// Else a later resumeSession would take it for one whose pause was too long.
	delete session.pausedAt;
});

/** pauseSession: from here on the session lives 30 more minutes. */
const pause = onSession('pauseSession', (session, { now }) => pauseSession(session, now));

/** resumeSession: after a pause, or after a start in the background. */
const resume = userAction({
	name: 'resumeSession',
	key: 'production',
	disposition: 'CreateNever',
	writes: true,
	args: {},
	run(_args, call) {
		resumeSession(call.app, call.user, call, call.now);
		return done();
	},
});

/** heartbeat: keeps the session from ending for 2 more hours. */
const heartbeat = onSession('heartbeat', (session, { now }) => {
	session.lastActivity = now;
});

/** restart: a start after a long time in the background (AND, IOS, JS name it; undocumented). */
export const SESSION_ACTIONS: readonly Action[] = [
	startLike('start'),
	startLike('restart'),
	stop,
	pause,
	resume,
	heartbeat,
];
