import type { IDataObject } from 'n8n-workflow';
import { argumentsOf, type Field } from '../../../operation/fields/field';
import type { CallOperation } from '../../../operation/operation';
import { createCall } from '../../../protocol/action/call';
import type { ActionName } from '../../../protocol/action/catalogue';
import { withoutUndefined } from '../../../operation/fields/itemInput';
import { additionalFields } from './additional';
import { includeDrafts, limitFields, limitOf, listFilters, simplified, toEntries } from '../list';
import { outputFields, outputPicker } from '../output';

type Naming = Pick<CallOperation, 'action' | 'description' | 'outputKeys'> & { sends: ActionName };

interface One extends Naming {
	/** The field in which the user picks it. */
	field: Field<string>;
	/** The member of Leanplum's answer that holds it. */
	member: string;
	/** The fields of its simplified version; without them it always comes whole. */
	simple?: readonly string[];
}

/** Reads one thing that was made in Leanplum's dashboard. */
export function getOne({ field, member, simple, ...naming }: One): CallOperation {
	return {
		outputKeys: simple,
		...naming,
		value: 'get',
		name: 'Get',
		fields: [field, ...(simple ? outputFields : []), additionalFields(includeDrafts)],
		prepare(input) {
			const args = withoutUndefined({
				id: field.require(input),
				includeDrafts: includeDrafts.read(input.inside('additionalFields')),
			});
			const pick = simple ? outputPicker(input, (whole) => simplified(whole, simple)) : undefined;
			return {
				call: createCall(naming.sends, args),
				toOutput(answer) {
					const entry = (answer[member] ?? {}) as IDataObject;
					return pick ? pick(entry) : entry;
				},
			};
		},
	};
}

interface Many extends Naming {
	member: string;
	simple: readonly string[];
}

/** Lists the things of a kind that were made in Leanplum's dashboard. */
export function getMany({ member, simple, ...naming }: Many): CallOperation {
	return {
		outputKeys: simple,
		...naming,
		value: 'getAll',
		name: 'Get Many',
		fields: [...limitFields, ...outputFields, additionalFields(...listFilters)],
		prepare(input) {
			const args = argumentsOf(input.inside('additionalFields'), listFilters);
			const limit = limitOf(input);
			const pick = outputPicker(input, (whole) => simplified(whole, simple));
			return {
				call: createCall(naming.sends, args),
				toOutput: (answer) => toEntries(answer[member], limit).map(pick),
			};
		},
	};
}
