import type { CallOperation, Resource } from '../../operation/operation';
import { compact, isBlank, type ItemInput } from '../../operation/itemInput';
import { additionalFields, isOn } from '../shared/additional';
import { androidChannelField, picked } from '../shared/ids';
import { entriesOf, limitFields, noListArgs, simplified } from '../shared/list';
import { toList } from '../shared/namedValues';
import { outputFields, sized } from '../shared/output';

/** The ID of the channel that was picked, or that the app has for a new one. */
const channelIdOf = (input: ItemInput) =>
	input.requiredText('Channel', picked(input.value('channelId')));

/** The settings of a channel that are asked for most; the others say how it rings and looks. */
const MOST_USED = ['id', 'name', 'importance', 'description', 'groupId', 'default'];

/** Android knows importances from 0 to 5. */
function importanceOf(input: ItemInput): number | undefined {
	const importance = input.integer('Importance', input.value('importance'));
	if (importance !== undefined && (importance < 0 || importance > 5)) {
		input.refuse('Importance', 'must be a whole number from 0 to 5');
	}
	return importance;
}

const upsert: CallOperation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update Android notification channel',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	sends: 'addAndroidNotificationChannel',
	outputKeys: ['channelId', 'name', 'importance', 'channelCreated', 'channelUpdated'],
	fields: [
		androidChannelField('The channel to update; for a new one, choose By ID and enter its ID'),
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Promotions',
			description: 'What users see in the settings of their device',
		},
		{
			displayName: 'Importance',
			name: 'importance',
			type: 'options',
			required: true,
			default: 3,
			description: 'How much a notification may disturb',
			options: [
				{ name: '0 – None', value: 0, description: 'Shows nothing' },
				{ name: '1 – Minimum', value: 1, description: 'Only in the shade, collapsed' },
				{ name: '2 – Low', value: 2, description: 'Shows, without a sound' },
				{ name: '3 – Default', value: 3, description: 'Shows, with a sound' },
				{ name: '4 – High', value: 4, description: 'Also pops up' },
				{ name: '5 – Maximum', value: 5, description: 'Treated by Android like High' },
			],
		},
		additionalFields(
			{
				displayName: 'Bypass Do Not Disturb',
				name: 'bypassDnd',
				type: 'boolean',
				default: false,
				description: 'Whether notifications show also while the user wants no disturbance',
			},
			{
				displayName: 'Default Channel',
				name: 'default',
				type: 'boolean',
				default: false,
				description:
					'Whether messages without a channel use this one; the first channel does by itself',
			},
			{
				displayName: 'Description',
				name: 'description',
				type: 'string',
				default: '',
				description:
					'What users read about the channel in the settings of their device, for example "Offers and coupons"',
			},
			{
				displayName: 'Enable Lights',
				name: 'enableLights',
				type: 'boolean',
				default: false,
				description: 'Whether the device shows a light',
			},
			{
				displayName: 'Enable Vibration',
				name: 'enableVibration',
				type: 'boolean',
				default: false,
				description: 'Whether the device vibrates',
			},
			{
				displayName: 'Group ID',
				name: 'groupId',
				type: 'string',
				default: '',
				placeholder: 'e.g. marketing',
				description: 'The group of channels that it belongs to',
			},
			{
				displayName: 'Light Color',
				name: 'lightColor',
				type: 'number',
				default: 0,
				description:
					'The colour of the light as a whole number (ARGB), as Android has it, such as -16711936 for green',
			},
			{
				displayName: 'Lock Screen Visibility',
				name: 'lockscreenVisibility',
				type: 'options',
				default: 0,
				description: 'What shows on a locked screen',
				options: [
					{ name: 'Everything', value: 1, description: 'The whole notification' },
					{ name: 'Nothing', value: -1, description: 'No trace of the notification' },
					{ name: 'Without Private Content', value: 0, description: 'That there is one, not what' },
				],
			},
			{
				displayName: 'Show Badge',
				name: 'showBadge',
				type: 'boolean',
				default: true,
				description: "Whether the app's icon shows a badge",
			},
			{
				displayName: 'Sound',
				name: 'sound',
				type: 'string',
				default: '',
				placeholder: 'e.g. android.resource://com.example.app/raw/ping',
				description: 'The address of a sound on the device',
			},
			{
				displayName: 'Vibration Pattern',
				name: 'vibrationPattern',
				type: 'string',
				default: '',
				placeholder: 'e.g. 100, 50, 100',
				description: 'Lengths of pauses and vibrations in milliseconds, separated by commas',
			},
		),
	],
	toArgs(input) {
		const fields = input.collection('additionalFields');
		const flag = (name: string) => (fields[name] === undefined ? undefined : isOn(fields[name]));
		const required = (label: string, name: string) => input.requiredText(label, input.value(name));
		const pattern = isBlank(fields.vibrationPattern) ? [] : toList(fields.vibrationPattern);
		return compact({
			// Here Leanplum calls it "id", when deleting "channelId" (OAS).
			id: channelIdOf(input),
			name: required('Name', 'name'),
			importance: importanceOf(input),
			description: input.text('Description', fields.description),
			groupId: input.text('Group ID', fields.groupId),
			enableLights: flag('enableLights'),
			lightColor: input.integer('Light Color', fields.lightColor),
			enableVibration: flag('enableVibration'),
			vibrationPattern:
				pattern.length > 0
					? pattern.map((length) => {
							if (isBlank(length)) input.refuse('Vibration Pattern', 'holds an empty entry');
							return input.integer('Vibration Pattern', length);
						})
					: undefined,
			lockscreenVisibility: input.integer('Lock Screen Visibility', fields.lockscreenVisibility),
			bypassDnd: flag('bypassDnd'),
			showBadge: flag('showBadge'),
			sound: input.text('Sound', fields.sound),
			default: flag('default'),
		});
	},
};

const deleteChannel: CallOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete Android notification channel',
	description: 'Remove a channel. The default channel can only be removed when it is the last one.',
	sends: 'deleteAndroidNotificationChannel',
	outputKeys: ['deleted', 'channelDeleted', 'channelId'],
	fields: [androidChannelField('The channel to remove')],
	toArgs: (input) => compact({ channelId: channelIdOf(input) }),
	toOutput: (answer) => ({ deleted: answer.channelDeleted !== false, ...answer }),
};

const getMany: CallOperation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many Android notification channels',
	description: 'List the channels of the app',
	sends: 'getAndroidNotificationChannels',
	outputKeys: MOST_USED,
	fields: [...limitFields, ...outputFields],
	toArgs: noListArgs,
	toOutput: (answer, input) =>
		entriesOf(answer.notificationChannels, input).map((channel) =>
			sized(channel, input, (whole) => simplified(whole, MOST_USED)),
		),
};

export const androidChannel: Resource = {
	value: 'androidChannel',
	name: 'Android Notification Channel',
	operations: [upsert, deleteChannel, getMany],
};
