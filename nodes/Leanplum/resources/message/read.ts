import type { CallOperation } from '../../n8n/operation';
import { compact } from '../../n8n/itemInput';
import type { IDataObject } from 'n8n-workflow';
import { additionalFields, isOn } from '../shared/additional';
import { messageField, pickedId } from '../shared/ids';
import {
	entriesOf,
	includeDraftsField,
	limitFields,
	listArgs,
	listFilters,
	simplified,
	simplifyField,
} from '../shared/list';

const SIMPLE = [
	'id',
	'name',
	'messageType',
	'state',
	'active',
	'campaignID',
	'campaignName',
	'created',
	'updated',
	'finished',
];

export const get: CallOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get message',
	description: 'Read what a message is and in which state',
	sends: 'getMessage',
	fields: [
		messageField('The message to read'),
		simplifyField,
		additionalFields(includeDraftsField),
	],
	toArgs(input) {
		const { includeDrafts } = input.collection('additionalFields');
		return compact({
			id: pickedId(input, 'Message', input.value('messageId')),
			includeDrafts: includeDrafts === undefined ? undefined : isOn(includeDrafts),
		});
	},
	toOutput(answer, input) {
		const message = (answer.message ?? {}) as IDataObject;
		return input.value('simplify') === false ? message : simplified(message, SIMPLE);
	},
};

export const getMany: CallOperation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many messages',
	description: 'List the messages of the app',
	sends: 'getMessages',
	fields: [...limitFields, simplifyField, listFilters],
	toArgs: listArgs,
	toOutput(answer, input) {
		const messages = entriesOf(answer.messages, input);
		return input.value('simplify') === false
			? messages
			: messages.map((message) => simplified(message, SIMPLE));
	},
};
