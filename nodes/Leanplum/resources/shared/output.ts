import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../operation/itemInput';
import { setOwn } from '../../protocol/basics/json';
import { toList } from './namedValues';

// An older n8n, which does not know "@tool", shows Simplify everywhere and Output nowhere.
const ONLY_AS_TOOL = { show: { '@tool': [true] } };

const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	required: true,
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions: { hide: { '@tool': [true] } },
};

/** What an AI agent gets, for whom long answers are costly and confusing. */
const toolOutputFields: readonly INodeProperties[] = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		required: true,
		default: 'simplified',
		description: 'How much of the answer the AI agent gets',
		displayOptions: ONLY_AS_TOOL,
		options: [
			{ name: 'Raw', value: 'raw', description: 'Everything that Leanplum answers' },
			{
				name: 'Selected Fields',
				value: 'selected',
				description: 'The fields that you name, and the IDs',
			},
			{ name: 'Simplified', value: 'simplified', description: 'The most used fields' },
		],
	},
	{
		displayName: 'Fields to Return',
		name: 'outputFields',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. name, state',
		description: 'Names of fields, separated by commas',
		displayOptions: { show: { '@tool': [true], output: ['selected'] } },
	},
];

/** The fields that say how much of an answer comes out: for people, and for AI agents. */
export const outputFields: readonly INodeProperties[] = [simplifyField, ...toolOutputFields];

/** The same where people always get everything. */
export const outputFieldsOfTool = toolOutputFields;

const isId = (name: string) => /^(id|\w+I[dD])$/.test(name);

function selected(answer: IDataObject, names: readonly string[]): IDataObject {
	const result: IDataObject = {};
	for (const [name, value] of Object.entries(answer)) {
		if (isId(name) || names.includes(name)) setOwn(result, name, value);
	}
	return result;
}

/**
 * As much of an answer as the user wants.
 *
 * @param simplify makes the simplified version
 * @param simpleForPeople what people get who were not asked
 */
export function sized(
	answer: IDataObject,
	input: ItemInput,
	simplify: (answer: IDataObject) => IDataObject,
	simpleForPeople = true,
): IDataObject {
	switch (input.value('output')) {
		case 'raw':
			return answer;
		case 'selected':
			return selected(answer, toList(input.value('outputFields')).map(String));
		case 'simplified':
			return simplify(answer);
		default: {
			// AI agents send booleans as text.
			const wish = input.value('simplify');
			const simple = wish === '' ? simpleForPeople : wish !== false && wish !== 'false';
			return simple ? simplify(answer) : answer;
		}
	}
}
