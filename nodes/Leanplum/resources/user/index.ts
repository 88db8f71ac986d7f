import type { Resource } from '../../n8n/operation';
import { exportUser } from './export';
import { setAttributes } from './setAttributes';

export const user: Resource = {
	value: 'user',
	name: 'User',
	operations: [exportUser, setAttributes],
};
