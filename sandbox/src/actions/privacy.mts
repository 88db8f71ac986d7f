import { appAction, noUser, type Action } from '../leanplum/action.mjs';
import { boolean, DEV_MODE, USER } from '../leanplum/arguments.mjs';
import { done, userNotFound } from '../leanplum/result.mjs';
import type { App, UserSelection } from '../model/app.mjs';
import { newUser, type User } from '../model/user.mjs';

/**
 * The user that deleteUser, block and unblock mean. A device alone names only users who are known
 * by nothing else: the rule "devices no user ever logged in on" (OAS).
 */
function selectedUser(app: App, selection: UserSelection): User | undefined {
	const user = app.findUser(selection);
	return selection.userId === undefined && user?.anonymous === false ? undefined : user;
}

/** Sessions outlive the profile unless the erasure is full. */
function keepSessions(app: App, user: User): void {
	for (const session of user.history) app.formerSessions.push(session);
}

function forgetSessions(app: App, userId: string): void {
	app.formerSessions = app.formerSessions.filter((session) => session.userId !== userId);
}

/** deleteUser: removes the profile; with `fullErasure` sessions and analytics as well. */
const deleteUser = appAction({
	name: 'deleteUser',
	key: 'development',
	forUser: true,
	billable: false,
	args: { ...USER, fullErasure: boolean.optional() },
	run(args, { app }) {
		if (args.userId === undefined && args.deviceId === undefined) return noUser(app);
		if (args.fullErasure === true) {
			const userId = args.userId ?? args.deviceId ?? '';
			forgetSessions(app, userId);
			app.recentEvents.forget(userId);
		}
		const user = selectedUser(app, args);
		if (!user) return userNotFound();
		if (args.fullErasure !== true) keepSessions(app, user);
		app.removeUser(user);
		return done();
	},
});

/** block: nothing is collected any more, and what there was is erased; the profile's stub stays. */
const block = appAction({
	name: 'block',
	key: 'production',
	forUser: true,
	args: { ...USER, ...DEV_MODE },
	run(args, { app }) {
		if (args.userId === undefined && args.deviceId === undefined) return noUser(app);
		const known = selectedUser(app, args);
		if (!known && args.userId === undefined && app.findUser(args)) return userNotFound();
		const { userId, anonymous, created } = known ?? app.createUser(args);
		const stub = newUser(userId, anonymous, created);
		for (const deviceId of known?.devices.keys() ?? []) stub.devices.set(deviceId, { deviceId });
		if (args.deviceId !== undefined) stub.devices.set(args.deviceId, { deviceId: args.deviceId });
		stub.blocked = true;
		stub.namelessDevices = known?.namelessDevices ?? 0;
		forgetSessions(app, userId);
		app.putUser(stub);
		return done();
	},
});

/** unblock: collection goes on; nothing comes back. */
const unblock = appAction({
	name: 'unblock',
	key: 'development',
	forUser: true,
	args: { ...USER, ...DEV_MODE },
	run(args, { app }) {
		if (args.userId === undefined && args.deviceId === undefined) return noUser(app);
		const user = selectedUser(app, args);
		if (!user) return userNotFound();
		user.blocked = false;
		return done();
	},
});

export const PRIVACY_ACTIONS: readonly Action[] = [deleteUser, block, unblock];
