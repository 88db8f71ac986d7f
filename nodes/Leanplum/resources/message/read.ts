import { getMany, getOne } from '../shared/fields/content';
import { messageField } from '../shared/fields/ids';

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

export const getMessage = getOne({
	action: 'Get message',
	description: 'Retrieve a message with its settings and state',
	sends: 'getMessage',
	field: messageField('The message to read'),
	member: 'message',
	simple: SIMPLE,
});

export const getMessages = getMany({
	action: 'Get many messages',
	description: 'Retrieve a list of messages',
	sends: 'getMessages',
	member: 'messages',
	simple: SIMPLE,
});
