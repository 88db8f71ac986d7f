import { z } from 'zod';
import { appAction, type Action } from '../leanplum/action.mjs';
import { boolean, integer, list, text } from '../leanplum/arguments.mjs';
import { done, failed } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import type { App } from '../model/app.mjs';

/** Makes a channel the only default one. */
function makeDefault(app: App, id: string): void {
	for (const channel of app.androidChannels.values()) channel.default = channel.id === id;
}

/** addAndroidNotificationChannel: makes a channel, or updates the one with that id. */
const addChannel = appAction({
	name: 'addAndroidNotificationChannel',
	key: 'development',
	args: {
		id: text,
		name: text,
		/** Android's importance, 0 to 5. OAS: required, and by default 3. */
		importance: integer.refine((value) => value >= 0 && value <= 5).default(3),
		description: text.optional(),
		groupId: text.optional(),
		enableLights: boolean.optional(),
		lightColor: integer.optional(),
		enableVibration: boolean.optional(),
		/** Milliseconds of pauses and vibrations in turn (Android). */
		vibrationPattern: list.pipe(z.array(integer)).optional(),
		lockscreenVisibility: integer.optional(),
		bypassDnd: boolean.optional(),
		showBadge: boolean.optional(),
		sound: text.optional(),
		default: boolean.optional(),
	},
	run({ default: wanted, ...settings }, { app }) {
		const { id, name, importance } = settings;
		const existing = app.androidChannels.get(id);
		const isDefault = existing?.default ?? false;
		app.androidChannels.set(id, { ...existing, ...settings, default: isDefault });
		// The first channel is the default one whatever it says (OAS).
		if (wanted === true || app.androidChannels.size === 1) makeDefault(app, id);
		return done({
			channelCreated: !existing,
			channelUpdated: existing !== undefined,
			channelId: id,
			name,
			importance,
		});
	},
});

/** getAndroidNotificationChannels: all channels with their settings. */
const getChannels = appAction({
	name: 'getAndroidNotificationChannels',
	key: 'production',
	args: {},
	run: (_args, { app }) => done({ notificationChannels: [...app.androidChannels.values()] }),
});

/** deleteAndroidNotificationChannel: the default channel only when it is the last (OAS). */
const deleteChannel = appAction({
	name: 'deleteAndroidNotificationChannel',
	key: 'development',
	args: { channelId: text },
	run({ channelId }, { app }) {
		const channel = app.androidChannels.get(channelId);
		if (channel?.default === true && app.androidChannels.size > 1) {
			return failed(400, TEXT.defaultChannel);
		}
		return done({ channelDeleted: app.androidChannels.delete(channelId), channelId });
	},
});

export const CHANNEL_ACTIONS: readonly Action[] = [addChannel, getChannels, deleteChannel];
