import { appAction, type Action } from '../leanplum/action.mjs';
import { DEV_MODE, USER } from '../leanplum/arguments.mjs';
import { done } from '../leanplum/result.mjs';
import { isMoving } from '../model/migration.mjs';

/**
 * getMigrateState: how far the app has moved to CleverTap. Undocumented; SDKs send it in a batch
 * before `start` (JS, AND, IOS). With a device that a user has logged in on it names that user (IOS).
 */
const getMigrateState = appAction({
	name: 'getMigrateState',
	key: 'production',
	args: { ...USER, ...DEV_MODE },
	run({ deviceId }, { app }) {
		const user = deviceId === undefined ? undefined : app.findUser({ deviceId });
		const loggedIn = isMoving(app.migration) && user?.anonymous === false;
		return done({
			...app.migration.reply,
			...(loggedIn ? { loggedInUserId: user.userId } : {}),
		});
	},
});

export const MIGRATION_ACTIONS: readonly Action[] = [getMigrateState];
