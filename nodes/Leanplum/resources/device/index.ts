import type { Resource } from '../../operation/operation';
import { register } from './register';
import { setAttributes } from './setAttributes';

export const device: Resource = {
	value: 'device',
	name: 'Device',
	operations: [register, setAttributes],
};
