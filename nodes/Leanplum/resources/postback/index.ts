import type { IDataObject } from 'n8n-workflow';
import { channelOptions } from '../../operation/channels';
import { urlField, choiceField, choicesField } from '../../operation/fields/fieldKinds';
import { withoutUndefined } from '../../operation/fields/itemInput';
import type { CallOperation, Resource } from '../../operation/operation';
import { createCall } from '../../protocol/action/call';
import { POSTBACK_CHANNELS, withoutSecret } from '../../protocol/postback/postbackRule';
import { additionalFields } from '../shared/fields/additional';
import { postbackField } from '../shared/fields/ids';
import { limitFields, preparesList } from '../shared/list';

/** Executions are stored, and seen by more people than may start the workflow. */
const masked = (rule: IDataObject): IDataObject =>
	typeof rule.postbackUrl === 'string'
		? { ...rule, postbackUrl: withoutSecret(rule.postbackUrl) }
		: rule;

const events = choiceField('Events', 'postbackType', {
	required: true,
	default: 'messageEvents',
	description: 'Which events to send to the URL',
	options: [
		{ name: 'A/B Test Events', value: 'abTestEvents', description: 'A user entered a variant' },
		{ name: 'Message Events', value: 'messageEvents', description: 'Sent, opened, clicked, …' },
	],
});

const postbackUrl = urlField('Postback URL', 'postbackUrl', {
	required: true,
	placeholder: String.raw`e.g. https://example.com/hook?user={{ "{{User ID\}}" }}`,
	description: 'The URL to call, with placeholders that Leanplum replaces',
});

const channels = choicesField('Channels', 'channels', {
	description: 'Only send events for these channels. Leave empty for all.',
	options: channelOptions(POSTBACK_CHANNELS),
});

const add: CallOperation = {
	value: 'add',
	name: 'Add',
	action: 'Add postback',
	description:
		'Have Leanplum call a URL when something happens. Each app can have three postbacks.',
	sends: 'addPostback',
	outputKeys: ['postbackId'],
	fields: [events, postbackUrl, additionalFields(channels)],
	prepare: (input) => ({
		call: createCall(
			'addPostback',
			withoutUndefined({
				type: events.require(input),
				postbackUrl: postbackUrl.require(input),
				channels: channels.read(input.inside('additionalFields')),
			}),
		),
	}),
};

const postbackToDelete = postbackField('The postback to remove');

const deletePostback: CallOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete postback',
	description: 'Delete a postback to stop Leanplum from calling its URL',
	sends: 'deletePostback',
	outputKeys: ['deleted'],
	fields: [postbackToDelete],
	prepare: (input) => ({
		call: createCall(
			'deletePostback',
			withoutUndefined({ postbackId: postbackToDelete.require(input) }),
		),
		toOutput: (answer) => ({ deleted: true, ...answer }),
	}),
};

const getMany: CallOperation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many postbacks',
	description: 'Retrieve a list of postbacks',
	sends: 'listPostbacks',
	outputKeys: ['postbackId', 'type', 'postbackUrl'],
	fields: limitFields,
	prepare: preparesList('listPostbacks', 'postbacks', masked),
};

export const postback: Resource = {
	value: 'postback',
	name: 'Postback',
	operations: [add, deletePostback, getMany],
};
