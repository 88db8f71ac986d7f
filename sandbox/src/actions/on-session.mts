import { userAction, type Action, type UserCircumstances } from '../leanplum/action.mjs';
import { done } from '../leanplum/result.mjs';
import { openSession } from '../model/activity.mjs';
import type { Session } from '../model/session.mjs';

/** An action that changes the open session of a user; without one it does nothing and succeeds. */
export const onSession = (
	name: string,
	change: (session: Session, call: UserCircumstances) => void,
): Action =>
	userAction({
		name,
		key: 'production',
		disposition: 'CreateNever',
		writes: true,
		args: {},
		run(_args, call) {
			const session = openSession(call.user, call.deviceId, call.now);
			if (session) change(session, call);
			return done();
		},
	});
