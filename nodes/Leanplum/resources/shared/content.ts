import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { compact, type ItemInput } from '../../operation/itemInput';
import type { CallOperation } from '../../operation/operation';
import { additionalFields, isOn } from './additional';
import { pickedId } from './ids';
import {
	entriesOf,
	includeDraftsField,
	limitFields,
	listArgs,
	listFilters,
	simplified,
} from './list';
import { outputFields, sized } from './output';

type Naming = Pick<CallOperation, 'action' | 'description' | 'sends' | 'outputKeys'>;

interface One extends Naming {
	/** The field in which the user picks it. */
	field: INodeProperties;
	/** The member of Leanplum's answer that holds it. */
	member: string;
	/** The fields of its simplified version; without them it always comes whole. */
	simple?: readonly string[];
}

function shaped(entry: IDataObject, input: ItemInput, simple: readonly string[] | undefined) {
	return simple ? sized(entry, input, (whole) => simplified(whole, simple)) : entry;
}

/** Reads one thing that was made in Leanplum's dashboard. */
export function getOne({ field, member, simple, ...naming }: One): CallOperation {
	return {
		outputKeys: simple,
		...naming,
		value: 'get',
		name: 'Get',
		fields: [field, ...(simple ? outputFields : []), additionalFields(includeDraftsField)],
		toArgs(input) {
			const { includeDrafts } = input.collection('additionalFields');
			return compact({
				id: pickedId(input, field.displayName, input.value(field.name)),
				includeDrafts: includeDrafts === undefined ? undefined : isOn(includeDrafts),
			});
		},
		toOutput: (answer, input) => shaped((answer[member] ?? {}) as IDataObject, input, simple),
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
		fields: [...limitFields, ...outputFields, listFilters],
		toArgs: listArgs,
		toOutput: (answer, input) =>
			entriesOf(answer[member], input).map((entry) => shaped(entry, input, simple)),
	};
}
