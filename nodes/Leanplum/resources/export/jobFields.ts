import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { choiceField, numberField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';

/** Whether an operation ends with the job's start or with its result. */
export const modeField: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	noDataExpression: true,
	required: true,
	default: 'wait',
	description: 'When to return a result',
	options: [
		{
			name: 'Start',
			value: 'start',
			description: 'Returns the job ID immediately. Check its state later with Get Results.',
		},
		{
			name: 'Start and Wait',
			value: 'wait',
			description:
				'Waits until the export is finished. The execution keeps running in the meantime.',
		},
	],
};

const [start, ...others] = modeField.options as INodePropertyOptions[];

/** The same where Leanplum can call when the job has finished. */
export const modeWithSleepField: INodeProperties = {
	...modeField,
	options: [
		start!,
		{
			name: 'Start and Sleep',
			value: 'sleep',
			description:
				'Sleeps without using a worker until Leanplum calls n8n. Requires a public n8n URL.',
		},
		...others,
	],
};

const maxWait = numberField('Max Wait (Minutes)', 'maxWait', {
	typeOptions: { minValue: 0 },
	default: 60,
	description:
		'How long to wait before the item fails, for example 60. The export keeps running in Leanplum. Get it later by its job ID with Get Results.',
});

const pollInterval = numberField('Poll Interval (Seconds)', 'pollInterval', {
	typeOptions: { minValue: 0 },
	default: 10,
	description:
		"How often to check the export's state, for example every 10 seconds. Large exports take several minutes.",
});

/** What to do where there is nothing to export, such as on days without sessions. */
export const ifNoData = choiceField<'empty' | 'fail'>('If There Is No Data', 'ifNoData', {
	description:
		'What to do when Leanplum has nothing to export, for example on a day without sessions',
	options: [
		{
			name: 'Return an Empty Result',
			value: 'empty',
			description:
				'Returns one item with a warning and no files. With one item per session or row, returns no items.',
		},
		{
			name: 'Fail the Item',
			value: 'fail',
			description: "Handles the item as set in 'On Error' in the node settings",
		},
	],
});

export const waitOptions = [ifNoData, maxWait, pollInterval];

export const waitOrSleepOptions = [
	ifNoData,
	maxWait.with({
		description:
			'How long to wait, for example 60. Then the item fails or, with Start and Sleep, the workflow continues. The export keeps running in Leanplum. Get it later by its job ID with Get Results.',
	}),
	pollInterval,
];

/** How often to look for a job's end, and for how long. */
export interface Wait {
	readonly pollMs: number;
	readonly waitMs: number;
}

export function waitOf(input: ItemInput): Wait {
	const options = input.inside('options');
	return {
		pollMs: 1000 * pollInterval.readOrDefault(options),
		waitMs: 60_000 * maxWait.readOrDefault(options),
	};
}
