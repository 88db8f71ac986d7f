import type { IDataObject } from 'n8n-workflow';
import { textsField, yesNoField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import { isEmpty } from '../../values/blank';
import type { Shown } from '../../operation/fields/field';
import { setOwn } from '../../protocol/basics/json';

// An older n8n, which does not know "@tool", shows Simplify everywhere and Output nowhere.
const ONLY_AS_TOOL = { show: { '@tool': [true] } };

const simplify = yesNoField('Simplify', 'simplify', {
	required: true,
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions: { hide: { '@tool': [true] } },
});

const fieldsToReturn = textsField('Fields to Return', 'outputFields', {
	required: true,
	placeholder: 'e.g. name, state',
	description: 'Comma-separated list of field names',
	displayOptions: { show: { '@tool': [true], output: ['selected'] } },
});

/** What an AI agent gets, for whom long answers are costly and confusing. */
export const outputFieldsOfTool: readonly Shown[] = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		required: true,
		default: 'simplified',
		description: 'Which fields to return to the AI agent',
		displayOptions: ONLY_AS_TOOL,
		options: [
			{ name: 'Raw', value: 'raw', description: "All fields in Leanplum's response" },
			{
				name: 'Selected Fields',
				value: 'selected',
				description: 'Only the fields you list, plus IDs',
			},
			{ name: 'Simplified', value: 'simplified', description: 'The most useful fields' },
		],
	},
	fieldsToReturn,
];

/** The fields that say how much of an answer comes out: for people, and for AI agents. */
export const outputFields: readonly Shown[] = [simplify, ...outputFieldsOfTool];

/** Whether to look up the names of messages. */
export const includeMessageNames = yesNoField('Include Message Names', 'messageNames', {
	description: 'Whether to look up the names of messages in Leanplum and return them',
	hint: 'Requires the Content Read-Only Key in your credential',
});

const isId = (name: string) => /^(id|\w+I[dD])$/.test(name);

function selected(answer: IDataObject, names: readonly string[]): IDataObject {
	const result: IDataObject = {};
	for (const [name, value] of Object.entries(answer)) {
		if (isId(name) || names.includes(name)) setOwn(result, name, value);
	}
	return result;
}

/** An answer without what it lacks; an AI agent pays for each word. */
function filled(answer: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null));
}

/** Makes of an answer what comes out. */
type Shaping = (answer: IDataObject) => IDataObject;

const whole: Shaping = (answer) => answer;

/**
 * Picks as much of an answer as the user wants.
 *
 * @param toSimple makes the simplified version
 * @param simpleForPeople what people get who were not asked
 */
export function outputPicker(input: ItemInput, toSimple: Shaping, simpleForPeople = true): Shaping {
	switch (input.value('output')) {
		case 'raw':
			return whole;
		case 'selected': {
			const names = fieldsToReturn.read(input) ?? [];
			return (answer) => selected(answer, names);
		}
		case 'simplified':
			return (answer) => filled(toSimple(answer));
		default: {
			const wish = isEmpty(input.value('simplify')) ? simpleForPeople : simplify.read(input);
			return wish ? toSimple : whole;
		}
	}
}
