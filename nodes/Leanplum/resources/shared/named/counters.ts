import type { INodeProperties } from 'n8n-workflow';
import { argumentsOf, propertyOf } from '../../../operation/fields/field';
import {
	integerField,
	nameField,
	numberField,
	timeField,
} from '../../../operation/fields/fieldKinds';
import type { ItemInput } from '../../../operation/fields/itemInput';
import { setOwn, type JsonObject } from '../../../protocol/basics/json';

interface Counter {
	displayName: string;
	/** What is counted, for example "Event". */
	noun: string;
	name: string;
	/** States have no value (reference A.4). */
	hasValue: boolean;
}

interface Counters {
	readonly property: INodeProperties;
	/**
	 * Reads them into Leanplum's form; times become epoch seconds, ISO texts are refused by Leanplum
	 * (recorded).
	 */
	read(input: ItemInput): JsonObject | undefined;
}

const EMPTY_NUMBER = { type: 'string', default: '' } as const;

/** Named like Leanplum's members of a counter. */
const countFields = [
	integerField('Add to Count', 'countIncrement', {
		...EMPTY_NUMBER,
		placeholder: 'e.g. 1',
		description: "How much to add to the count. If it's sent twice, it's added twice.",
	}),
	integerField('Count', 'count', {
		...EMPTY_NUMBER,
		placeholder: 'e.g. 12',
		description: 'The number of occurrences. Replaces the number in Leanplum.',
	}),
	timeField('First Time', 'firstTime', { description: 'When it first happened' }),
	timeField('Last Time', 'lastTime', { description: 'When it last happened' }),
];

const valueFields = [
	numberField('Add to Value', 'valueIncrement', {
		...EMPTY_NUMBER,
		placeholder: 'e.g. 9.99',
		description: "How much to add to the sum of the values. If it's sent twice, it's added twice.",
	}),
	numberField('Value', 'value', {
		...EMPTY_NUMBER,
		placeholder: 'e.g. 99.5',
		description: 'The sum of the values, which replaces the one in Leanplum',
	}),
];

/** Corrections to what a profile says about the past occurrences of events or states. */
export function counters({ displayName, noun, name, hasValue }: Counter): Counters {
	const article = /^[aeiou]/i.test(noun) ? 'an' : 'a';
	const lower = noun.toLowerCase();
	const nameOf = nameField('Name', 'name', {
		placeholder: `e.g. ${hasValue ? 'Purchase' : 'Checkout'}`,
		description: `The ${lower}'s name in Leanplum. Max 139 characters.`,
	});
	const numbers = hasValue ? [...countFields, ...valueFields] : countFields;
	const values = [nameOf, ...numbers].map(propertyOf);
	return {
		property: {
			displayName,
			name,
			type: 'fixedCollection',
			typeOptions: {
				multipleValues: true,
				fixedCollection: { itemTitle: '={{ $collection.item.value.name }}' },
			},
			placeholder: `Add ${noun}`,
			default: {},
			description: `What the profile says about past occurrences of ${article} ${lower}`,
			options: [
				{
					displayName: noun,
					name: 'row',
					values: values.sort((a, b) => a.displayName.localeCompare(b.displayName)),
				},
			],
		},
		read(input) {
			const read: JsonObject = {};
			for (const row of input.rows(name)) {
				const counted = nameOf.require(row.at(noun));
				if (counted === undefined) continue;
				setOwn(read, counted, argumentsOf(row.at(`${noun} "${counted}"`), numbers));
			}
			return Object.keys(read).length > 0 ? read : undefined;
		},
	};
}
