import type { Resource } from '../../n8n/operation';
import { get, getMany } from './read';
import { send } from './send';

export const message: Resource = {
	value: 'message',
	name: 'Message',
	operations: [get, getMany, send],
};
