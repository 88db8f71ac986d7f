import { enterState, openSession } from '../model/activity.mjs';
import { pauseVisit, resumeVisit } from '../model/session.mjs';
import { userAction, type Action } from '../leanplum/action.mjs';
import { object, text } from '../leanplum/arguments.mjs';
import { done, failed } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import { onSession } from './on-session.mjs';

/** advance: enters a state; fails outside a session (SCO). */
const advance = userAction({
	name: 'advance',
	key: 'production',
	disposition: 'CreateNever',
	writes: true,
	args: { state: text, info: text.optional(), params: object.optional() },
	run({ state, info, params }, { app, user, deviceId, now }) {
		const session = openSession(user, deviceId, now);
		if (!session) return failed(200, TEXT.noSession);
		enterState(app, user, session, { name: state, info, params }, now);
		return done();
	},
});

/** pauseState: the clock of the current state stops, the session goes on. */
const pauseState = onSession('pauseState', (session, { now }) => pauseVisit(session, now));

/** resumeState: the clock of the current state goes on. */
const resumeState = onSession('resumeState', (session, { now }) => resumeVisit(session, now));

export const STATE_ACTIONS: readonly Action[] = [advance, pauseState, resumeState];
