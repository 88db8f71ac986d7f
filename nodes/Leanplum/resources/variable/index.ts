import type { Resource } from '../../operation/operation';
import { deleteVariables, set } from './change';
import { get } from './get';

export const variable: Resource = {
	value: 'variable',
	name: 'Variable',
	operations: [deleteVariables, get, set],
};
