import type { Resource } from '../../operation/operation';
import { getMessage, getMessages } from './read';
import { send } from './send';

export const message: Resource = {
	value: 'message',
	name: 'Message',
	operations: [getMessage, getMessages, send],
};
