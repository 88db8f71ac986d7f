import type { TaskOperation } from '../../operation/operation';
import { TaskFailure } from '../../operation/taskFailure';
import { choiceField, textField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import {
	download,
	downloadOptions,
	downloadSettings,
	FILES,
	ITEMS,
	limitOfItems,
} from './download';
import { askForResults, failedJob, goesOn, jobJson, stateOf } from './jobAnswer';
import { ifNoData } from './jobFields';

const jobIdField = textField('Job ID', 'jobId', {
	required: true,
	placeholder: 'e.g. export_4727756026281984_2904941266315269120',
	description: 'The ID that the start of the export returned',
});

const jobIdOf = (input: ItemInput) => jobIdField.require(input)?.trim() ?? '';

export const getResults: TaskOperation = {
	value: 'getResults',
	name: 'Get Results',
	action: 'Get export results',
	description: 'Retrieve the state of an export and the URLs of its files',
	sends: 'getExportResults',
	outputKeys: ['jobId', 'state', 'files', 'numBytes', 'numSessions'],
	fields: [jobIdField],
	options: [ifNoData],

	async perform(input, tools) {
		const jobId = jobIdOf(input);
		ifNoData.readOrDefault(input.inside('options'));
		input.throwIfWrong();
		const answer = await askForResults(tools, jobId, input);
		return [{ json: jobJson(answer, jobId) }];
	},
};

const outputField = choiceField<'files' | 'items'>('Output', 'output', {
	noDataExpression: true,
	required: true,
	description: 'What to return from the export',
	options: [FILES, ITEMS],
});

export const downloadResults: TaskOperation = {
	value: 'downloadResults',
	name: 'Download Results',
	action: 'Download export results',
	description: 'Download the files of a finished export, or return one item per line',
	sends: 'getExportResults',
	outputKeys: ['jobId', 'fileName', 'size'],
	fields: [jobIdField, outputField, ...limitOfItems()],
	options: [...downloadOptions, ifNoData],

	async perform(input, tools) {
		const jobId = jobIdOf(input);
		const settings = downloadSettings(input, outputField.readOrDefault(input));
		ifNoData.readOrDefault(input.inside('options'));
		input.throwIfWrong();
		const answer = await askForResults(tools, jobId, input);
		const state = stateOf(answer);
		if (state !== 'FINISHED' && !goesOn(answer)) throw failedJob(jobId, state);
		if (state !== 'FINISHED') {
			throw new TaskFailure(
				{
					message: `The export isn't finished: its state is ${state || 'unknown'}`,
					description:
						'Wait and try again, or let the operation that starts the export wait for it.',
				},
				{ jobId, state },
			);
		}
		return await download(settings, tools, answer, jobId);
	},
};
