import { getMany, getOne } from '../shared/content';
import { messageField } from '../shared/ids';

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
	description: 'Read what a message is and in which state',
	sends: 'getMessage',
	field: messageField('The message to read'),
	member: 'message',
	simple: SIMPLE,
});

export const getMessages = getMany({
	action: 'Get many messages',
	description: 'List the messages of the app',
	sends: 'getMessages',
	member: 'messages',
	simple: SIMPLE,
});
