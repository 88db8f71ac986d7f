import { appAction, noUser, type Action } from '../leanplum/action.mjs';
import { DEV_MODE, USER } from '../leanplum/arguments.mjs';
import { done, userNotFound } from '../leanplum/result.mjs';
import { Int64 } from '../basics/int64.mjs';
import type { App } from '../model/app.mjs';
import { devicesOf, type User } from '../model/user.mjs';

/**
 * A profile in the recorded shape (VCR 2017). The location, and the categories a user has left,
 * appear only when there are any (OAS lists them, the recordings lack them).
 */
function profileOf(app: App, user: User): Record<string, unknown> {
	const categories = [...user.unsubscribedCategories].flatMap((id) => {
		const category = app.categories.get(id);
		return category ? [{ id: new Int64(category.id), name: category.name }] : [];
	});
	return {
		totalSessions: user.totalSessions,
		timeSpentInApp: user.timeSpentInApp,
		userAttributes: Object.fromEntries(user.attributes),
		lastActive: user.lastActive,
		devices: devicesOf(user, false),
		created: user.created,
		unsubscribeChannels: [...user.unsubscribedChannels],
		userId: user.userId,
		events: Object.fromEntries(user.events),
		userBucket: user.userBucket,
		states: Object.fromEntries(user.states),
		...(categories.length === 0 ? {} : { unsubscribeCategories: categories }),
		...user.location,
	};
}

/** exportUser: one profile, at once. */
const exportUser = appAction({
	name: 'exportUser',
	key: 'dataExport',
	forUser: true,
	args: { ...USER, ...DEV_MODE },
	run(args, { app }) {
		if (args.userId === undefined && args.deviceId === undefined) return noUser(app);
		const user = app.findUser(args);
		return user ? done(profileOf(app, user)) : userNotFound();
	},
});

export const EXPORT_USER_ACTIONS: readonly Action[] = [exportUser];
