import type { CallOperation } from '../../../operation/operation';
import type { ItemInput } from '../../../operation/fields/itemInput';
import { createCall } from '../../../protocol/action/call';
import { CATALOGUE, type ActionName } from '../../../protocol/action/catalogue';
import type { JsonObject } from '../../../protocol/basics/json';
import { additionalFields } from './additional';
import {
	createDispositionField,
	developmentMode,
	userArgs,
	userFields,
	userPolicyArgs,
} from './user';

type Naming = Pick<
	CallOperation,
	'value' | 'name' | 'action' | 'description' | 'cannotBeUndone'
> & { sends: ActionName };

/** The user, and what Leanplum does with one it does not know. */
export function simpleUserArgs(input: ItemInput): JsonObject {
	return { ...userArgs(input), ...userPolicyArgs(input.inside('additionalFields')) };
}

/** An operation on a user that has no arguments of its own. */
export function simpleUserOperation(naming: Naming): CallOperation & { sends: ActionName } {
	const { createDisposition, parameters } = CATALOGUE[naming.sends];
	const fields = [
		...('devMode' in parameters ? [developmentMode] : []),
		...(createDisposition ? [createDispositionField(createDisposition)] : []),
	];
	return {
		...naming,
		fields: [...userFields, additionalFields(...fields)],
		prepare: (input) => ({ call: createCall(naming.sends, simpleUserArgs(input)) }),
	};
}
