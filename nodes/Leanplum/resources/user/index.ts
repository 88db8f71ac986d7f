import type { Resource } from '../../operation/operation';
import { exportUser } from './export';
import { block, deleteUser, unblock } from './privacy';
import { setAttributes } from './setAttributes';
import { setTrafficSource } from './setTrafficSource';

export const user: Resource = {
	value: 'user',
	name: 'User',
	operations: [block, deleteUser, exportUser, setAttributes, setTrafficSource, unblock],
};
