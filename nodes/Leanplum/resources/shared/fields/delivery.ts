import { yesNoField } from '../../../operation/fields/fieldKinds';
import { withoutUndefined, type ItemInput } from '../../../operation/fields/itemInput';
import type { Shown } from '../../../operation/fields/field';
import type { JsonObject } from '../../../protocol/basics/json';
import { additionalFields } from './additional';
import { templateFields, templateValues } from '../named/template';
import {
	createDispositionField,
	developmentMode,
	userArgs,
	userFields,
	userPolicyArgs,
} from './user';

const force = yesNoField('Ignore Targeting', 'force');

/**
 * To whom something is delivered and with which values; for messages and campaigns.
 *
 * @param forceDescription what it means to deliver to users outside the target
 */
export function deliveryFields(forceDescription: string): Shown[] {
	return [
		...userFields,
		...templateFields,
		additionalFields(
			developmentMode,
			createDispositionField('CreateNever'),
			force.with({ description: forceDescription }),
		),
	];
}

/** Reads them. */
export function deliveryArgs(input: ItemInput): JsonObject {
	const fields = input.inside('additionalFields');
	return withoutUndefined(userArgs(input), userPolicyArgs(fields), {
		values: templateValues(input),
		force: force.read(fields) ? true : undefined,
	});
}
