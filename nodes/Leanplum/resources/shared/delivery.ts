import type { INodeProperties } from 'n8n-workflow';
import { compact, type ItemInput } from '../../operation/itemInput';
import type { JsonObject } from '../../protocol/basics/json';
import { additionalFields, isOn } from './additional';
import { templateFields, templateValues } from './template';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from './user';

/**
 * To whom something is delivered and with which values; for messages and campaigns.
 *
 * @param forceDescription what it means to deliver to users outside the target
 */
export function deliveryFields(forceDescription: string): INodeProperties[] {
	return [
		...userFields,
		...templateFields,
		additionalFields(developmentModeField, createDispositionField('CreateNever'), {
			displayName: 'Send to Users Outside the Target',
			name: 'force',
			type: 'boolean',
			default: false,
			description: forceDescription,
		}),
	];
}

/** Reads them. */
export function deliveryArgs(input: ItemInput): JsonObject {
	const fields = input.collection('additionalFields');
	return compact(userArgs(input), userPolicyArgs(fields), {
		values: templateValues(input),
		force: isOn(fields.force) ? true : undefined,
	});
}
