import type { IDataObject } from 'n8n-workflow';
import type { CallOperation, Resource } from '../../operation/operation';
import { compact } from '../../operation/itemInput';
import { POSTBACK_CHANNELS, withoutSecret } from '../../protocol/postback/postbackRule';
import { webAddressSchema } from '../../values/values';
import { additionalFields } from '../shared/additional';
import { channelOptions } from '../../operation/channels';
import { pickedId, postbackField } from '../shared/ids';
import { entriesOf, limitFields, noListArgs } from '../shared/list';
import { toList } from '../shared/namedValues';

/** Executions are stored, and seen by more people than may start the workflow. */
const masked = (rule: IDataObject): IDataObject =>
	typeof rule.postbackUrl === 'string'
		? { ...rule, postbackUrl: withoutSecret(rule.postbackUrl) }
		: rule;

const isChannel = (name: string) => (POSTBACK_CHANNELS as readonly string[]).includes(name);

const add: CallOperation = {
	value: 'add',
	name: 'Add',
	action: 'Add postback',
	description: 'Let Leanplum call an address when something happens; an app may have three of them',
	sends: 'addPostback',
	outputKeys: ['postbackId'],
	fields: [
		{
			displayName: 'Events',
			name: 'postbackType',
			type: 'options',
			required: true,
			default: 'messageEvents',
			description: 'What Leanplum calls about',
			options: [
				{ name: 'A/B Test Events', value: 'abTestEvents', description: 'A user entered a variant' },
				{ name: 'Message Events', value: 'messageEvents', description: 'Sent, opened, clicked, …' },
			],
		},
		{
			displayName: 'Postback URL',
			name: 'postbackUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/hook?user={{User ID}}&event={{Message event}}',
			description: 'The address to call, with placeholders for what Leanplum fills in',
		},
		additionalFields({
			displayName: 'Channels',
			name: 'channels',
			type: 'multiOptions',
			default: [],
			description: 'Only about messages of these channels; all when none is chosen',
			options: channelOptions(POSTBACK_CHANNELS),
		}),
	],
	toArgs(input) {
		const type = input.text('Events', input.value('postbackType')) ?? '';
		if (!['messageEvents', 'abTestEvents'].includes(type)) {
			input.refuse('Events', 'must be messageEvents or abTestEvents');
		}
		const { channels } = input.collection('additionalFields');
		const names =
			channels === undefined
				? []
				: toList(channels).map((name) => input.text('Channels', name) ?? '');
		for (const name of names) {
			if (!isChannel(name)) {
				input.refuse(`Channels "${name}"`, `must be one of ${POSTBACK_CHANNELS.join(', ')}`);
			}
		}
		return compact({
			type,
			postbackUrl: input.check('Postback URL', webAddressSchema, input.value('postbackUrl')),
			channels: names.length > 0 ? names : undefined,
		});
	},
};

const deletePostback: CallOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete postback',
	description: 'Stop Leanplum from calling an address',
	sends: 'deletePostback',
	outputKeys: ['deleted'],
	fields: [postbackField('The postback to remove')],
	toArgs: (input) =>
		compact({ postbackId: pickedId(input, 'Postback', input.value('postbackId')) }),
	toOutput: (answer) => ({ deleted: true, ...answer }),
};

const getMany: CallOperation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many postbacks',
	description: 'List the addresses that Leanplum calls',
	sends: 'listPostbacks',
	outputKeys: ['postbackId', 'type', 'postbackUrl'],
	fields: limitFields,
	toArgs: noListArgs,
	toOutput: (answer, input) => entriesOf(answer.postbacks, input).map(masked),
};

export const postback: Resource = {
	value: 'postback',
	name: 'Postback',
	operations: [add, deletePostback, getMany],
};
