import { appAction, type Action } from '../leanplum/action.mjs';
import { done } from '../leanplum/result.mjs';

/** getAndroidNotificationChannels: all channels with their settings. */
const getChannels = appAction({
	name: 'getAndroidNotificationChannels',
	key: 'production',
	args: {},
	run: (_args, { app }) => done({ notificationChannels: [...app.androidChannels.values()] }),
});

export const CHANNEL_ACTIONS: readonly Action[] = [getChannels];
