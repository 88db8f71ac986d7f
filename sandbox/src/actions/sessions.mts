import {
	startSession,
	endSession,
	openSession,
	pauseSession,
	resumeSession,
} from '../model/activity.mjs';
import { userAction, type Action, type UserCircumstances } from '../leanplum/action.mjs';
import { boolean, DEVICE, LOCATION, number, object } from '../leanplum/arguments.mjs';
import { done } from '../leanplum/result.mjs';
import { setAttributes, setDevice, setLocation } from './profile-changes.mjs';
import { userContent } from './user-content.mjs';

const sessionOf = ({ user, deviceId, now }: UserCircumstances) => openSession(user, deviceId, now);

/** start: begins a session, or goes on with the open one, and returns the user's variables. */
const start = userAction({
	name: 'start',
	key: 'production',
	disposition: 'CreateIfNeeded',
	writes: true,
	args: {
		...DEVICE,
		...LOCATION,
		userAttributes: object.optional(),
		background: boolean.optional(),
		includeDefaults: boolean.optional(),
		/** Epoch seconds (D:multi-json example). */
		time: number.optional(),
	},
	run(args, call) {
		const { app, user, deviceId, developer } = call;
		if (deviceId !== undefined) setDevice(user, deviceId, args);
		setLocation(user, args);
		setAttributes(app, user, args.userAttributes ?? {});
		const background = args.background === true;
		startSession(app, user, { deviceId, background, developer }, call.time ?? call.now);
		// In a batch the documented reply is a plain success (D:batching-requests).
		if (call.batched) return done();
		return done({
			...userContent(call, args.includeDefaults !== false),
			token: `sandbox-${user.userBucket}`,
		});
	},
});

/** stop: ends the session. */
const stop = userAction({
	name: 'stop',
	key: 'production',
	disposition: 'CreateNever',
	writes: true,
	args: {},
	run(_args, call) {
		const session = sessionOf(call);
		if (session) {
			endSession(call.user, session, call.now);
			// Else a later resumeSession would take it for one whose pause was too long.
			delete session.pausedAt;
		}
		return done();
	},
});

/** pauseSession: from here on the session lives 30 more minutes. */
const pause = userAction({
	name: 'pauseSession',
	key: 'production',
	disposition: 'CreateNever',
	writes: true,
	args: {},
	run(_args, call) {
		const session = sessionOf(call);
		if (session) pauseSession(session, call.now);
		return done();
	},
});

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
const heartbeat = userAction({
	name: 'heartbeat',
	key: 'production',
	disposition: 'CreateNever',
	writes: true,
	args: {},
	run(_args, call) {
		const session = sessionOf(call);
		if (session) session.lastActivity = call.now;
		return done();
	},
});

export const SESSION_ACTIONS: readonly Action[] = [start, stop, pause, resume, heartbeat];
