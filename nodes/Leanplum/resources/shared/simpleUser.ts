import type { INodeProperties } from 'n8n-workflow';
import type { CallOperation } from '../../operation/operation';
import { compact } from '../../operation/itemInput';
import { CATALOGUE } from '../../protocol/action/catalogue';
import { additionalFields } from './additional';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from './user';

type Naming = Pick<
	CallOperation,
	'value' | 'name' | 'action' | 'description' | 'cannotBeUndone' | 'sends'
>;

/** An operation on a user that has no arguments of its own. */
export function simpleUserOperation(naming: Naming): CallOperation {
	const { createDisposition, parameters } = CATALOGUE[naming.sends];
	const fields: INodeProperties[] = [
		...('devMode' in parameters ? [developmentModeField] : []),
		...(createDisposition ? [createDispositionField(createDisposition)] : []),
	];
	return {
		...naming,
		fields: [...userFields, additionalFields(...fields)],
		toArgs: (input) =>
			compact({ ...userArgs(input), ...userPolicyArgs(input.collection('additionalFields')) }),
	};
}
