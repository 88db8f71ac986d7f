import type { CallOperation, Resource } from '../../operation/operation';
import { argumentsOf } from '../../operation/fields/field';
import {
	integerField,
	integersField,
	textField,
	yesNoField,
} from '../../operation/fields/fieldKinds';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { additionalFields } from '../shared/fields/additional';
import { androidChannelField } from '../shared/fields/ids';
import { limitFields, limitOf, simplified, toEntries } from '../shared/list';
import { outputFields, outputPicker } from '../shared/output';

/** The settings of a channel that are asked for most; the others say how it rings and looks. */
const MOST_USED = ['id', 'name', 'importance', 'description', 'groupId', 'default'];

const channelToUpdate = androidChannelField(
	"The channel to update. To create a channel, select 'By ID' and enter a new ID.",
);

const nameField = textField('Name', 'name', {
	required: true,
	placeholder: 'e.g. Promotions',
	description: 'What users see in the settings of their device',
});

const importanceField = integerField('Importance', 'importance', {
	type: 'options',
	required: true,
	default: 3,
	description: 'How much notifications interrupt the user',
	options: [
		{ name: '0 – None', value: 0, description: 'Shows nothing' },
		{ name: '1 – Minimum', value: 1, description: 'Only in the shade, collapsed' },
		{ name: '2 – Low', value: 2, description: 'Shows, without a sound' },
		{ name: '3 – Default', value: 3, description: 'Shows, with a sound' },
		{ name: '4 – High', value: 4, description: 'Also pops up' },
		{ name: '5 – Maximum', value: 5, description: 'Treated by Android like High' },
	],
});

/** Named like Leanplum's arguments. */
const settings = [
	yesNoField('Bypass Do Not Disturb', 'bypassDnd', {
		description: 'Whether notifications appear even in Do Not Disturb mode',
	}),
	yesNoField('Default Channel', 'default', {
		description:
			'Whether to use this channel for messages without one. The first channel becomes the default automatically.',
	}),
	textField('Description', 'description', {
		description:
			'The text about the channel in the device settings, for example "Offers and coupons"',
	}),
	yesNoField('Enable Lights', 'enableLights', { description: 'Whether the device shows a light' }),
	yesNoField('Enable Vibration', 'enableVibration', {
		description: 'Whether the device vibrates',
	}),
	textField('Group ID', 'groupId', {
		placeholder: 'e.g. marketing',
		description: 'The channel group that this channel belongs to',
	}),
	integerField('Light Color', 'lightColor', {
		description: "The light's color as an Android ARGB integer, such as -16711936 for green",
	}),
	integerField('Lock Screen Visibility', 'lockscreenVisibility', {
		type: 'options',
		description: 'What shows on a locked screen',
		options: [
			{ name: 'Everything', value: 1, description: 'The whole notification' },
			{ name: 'Nothing', value: -1, description: 'Hides the notification' },
			{
				name: 'Without Private Content',
				value: 0,
				description: 'Shows that there is a notification but hides its content',
			},
		],
	}),
	yesNoField('Show Badge', 'showBadge', {
		default: true,
		description: "Whether the app's icon shows a badge",
	}),
	textField('Sound', 'sound', {
		placeholder: 'e.g. android.resource://com.example.app/raw/ping',
		description: 'The URI of a sound on the device',
	}),
];

const vibrationPattern = integersField('Vibration Pattern', 'vibrationPattern', {
	placeholder: 'e.g. 100, 50, 100',
	description: 'Comma-separated lengths of pauses and vibrations in milliseconds',
});

const upsert: CallOperation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update Android notification channel',
	description: 'Create a new channel, or update the current one if it already exists (upsert)',
	sends: 'addAndroidNotificationChannel',
	outputKeys: ['channelId', 'name', 'importance', 'channelCreated', 'channelUpdated'],
	fields: [
		channelToUpdate,
		nameField,
		importanceField,
		additionalFields(...settings, vibrationPattern),
	],
	prepare(input) {
		const fields = input.inside('additionalFields');
		const importance = importanceField.read(input);
		// Android knows importances from 0 to 5.
		if (importance !== undefined && (importance < 0 || importance > 5)) {
			importanceField.refuse(input, `must be a whole number from 0 to 5 (got ${importance})`);
		}
		const args = withoutUndefined(
			// Here Leanplum calls it "id", when deleting "channelId" (OAS).
			{ id: channelToUpdate.require(input), name: nameField.require(input), importance },
			argumentsOf(fields, settings),
			{
				vibrationPattern: vibrationPattern.read(fields),
			},
		);
		return { call: createCall('addAndroidNotificationChannel', args) };
	},
};

const channelToDelete = androidChannelField('The channel to remove');

const deleteChannel: CallOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete Android notification channel',
	description:
		"Delete a notification channel. The default channel can be deleted only if it's the last one.",
	sends: 'deleteAndroidNotificationChannel',
	outputKeys: ['deleted', 'channelDeleted', 'channelId'],
	fields: [channelToDelete],
	prepare: (input) => ({
		call: createCall(
			'deleteAndroidNotificationChannel',
			withoutUndefined({ channelId: channelToDelete.require(input) }),
		),
		toOutput: (answer) => ({ deleted: answer.channelDeleted !== false, ...answer }),
	}),
};

const getMany: CallOperation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many Android notification channels',
	description: 'Retrieve a list of notification channels',
	sends: 'getAndroidNotificationChannels',
	outputKeys: MOST_USED,
	fields: [...limitFields, ...outputFields],
	prepare(input) {
		const limit = limitOf(input);
		const pick = outputPicker(input, (whole) => simplified(whole, MOST_USED));
		return {
			call: createCall('getAndroidNotificationChannels', {}),
			toOutput: (answer) => toEntries(answer.notificationChannels, limit).map(pick),
		};
	},
};

export const androidChannel: Resource = {
	value: 'androidChannel',
	name: 'Android Notification Channel',
	operations: [upsert, deleteChannel, getMany],
};
