import type { INodeProperties } from 'n8n-workflow';
import { compact, type ItemInput } from '../../operation/itemInput';
import { setOwn, type JsonObject } from '../../protocol/basics/json';
import { nameSchema } from '../../values/values';

interface Counter {
	displayName: string;
	/** What is counted, for example "Event". */
	noun: string;
	name: string;
	/** States have no value (reference A.4). */
	hasValue: boolean;
}

const EMPTY_NUMBER = { type: 'string', default: '' } as const;

/** Corrections to what a profile says about the past occurrences of events or states. */
export function counterField({ displayName, noun, name, hasValue }: Counter): INodeProperties {
	const lower = noun.toLowerCase();
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: `Add ${noun}`,
		default: {},
		description: `What the profile says about past occurrences of an ${lower}`.replace(
			'an s',
			'a s',
		),
		options: [
			{
				displayName: noun,
				name: 'row',
				values: [
					{
						displayName: 'Add to Count',
						name: 'countIncrement',
						...EMPTY_NUMBER,
						placeholder: 'e.g. 1',
						description:
							'How much to add to the number of occurrences, a whole number. Added again when sent again.',
					},
					...(hasValue
						? [
								{
									displayName: 'Add to Value',
									name: 'valueIncrement',
									...EMPTY_NUMBER,
									placeholder: 'e.g. 9.99',
									description:
										'How much to add to the sum of the values. Added again when sent again.',
								},
							]
						: []),
					{
						displayName: 'Count',
						name: 'count',
						...EMPTY_NUMBER,
						placeholder: 'e.g. 12',
						description:
							'The number of occurrences, a whole number that replaces the one in Leanplum',
					},
					{
						displayName: 'First Time',
						name: 'firstTime',
						type: 'dateTime' as const,
						default: '',
						description: 'When it happened first, such as 2026-05-31T14:00 or epoch seconds',
					},
					{
						displayName: 'Last Time',
						name: 'lastTime',
						type: 'dateTime' as const,
						default: '',
						description: 'When it happened last, such as 2026-05-31T14:00 or epoch seconds',
					},
					{
						displayName: 'Name',
						name: 'name',
						type: 'string' as const,
						default: '',
						placeholder: `e.g. ${hasValue ? 'Purchase' : 'Checkout'}`,
						description: `The name of the ${lower} in Leanplum, at most 139 characters`,
					},
					...(hasValue
						? [
								{
									displayName: 'Value',
									name: 'value',
									...EMPTY_NUMBER,
									placeholder: 'e.g. 99.5',
									description: 'The sum of the values, which replaces the one in Leanplum',
								},
							]
						: []),
				],
			},
		],
	};
}

/**
 * Reads counters into Leanplum's form; times become epoch seconds, ISO texts are refused by Leanplum
 * (recorded).
 */
export function counterArgs(
	input: ItemInput,
	noun: string,
	collection: unknown,
): JsonObject | undefined {
	const counters: JsonObject = {};
	for (const row of input.rows(collection, 'row')) {
		const name = input.check(
			`${noun} Name`,
			nameSchema,
			input.text(`${noun} Name`, row.name) ?? '',
		);
		if (name === undefined) continue;
		const label = `${noun} "${name}"`;
		setOwn(
			counters,
			name,
			compact({
				count: input.integer(`${label} Count`, row.count),
				countIncrement: input.integer(`${label} Add to Count`, row.countIncrement),
				value: input.number(`${label} Value`, row.value),
				valueIncrement: input.number(`${label} Add to Value`, row.valueIncrement),
				firstTime: input.epochSeconds(`${label} First Time`, row.firstTime),
				lastTime: input.epochSeconds(`${label} Last Time`, row.lastTime),
			}),
		);
	}
	return Object.keys(counters).length > 0 ? counters : undefined;
}
