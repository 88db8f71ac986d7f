import type { CallOperation, TaskOperation } from '../../operation/operation';
import { TaskFailure } from '../../operation/taskFailure';
import { choiceField, textField } from '../../operation/fieldKinds';
import type { ItemInput } from '../../operation/itemInput';
import { createCall } from '../../protocol/action/call';
import {
	download,
	downloadOptions,
	downloadSettings,
	FILES,
	ITEMS,
	limitOfItems,
} from './download';
import { resultsJson, stateOf } from './job';

const jobIdField = textField('Job ID', 'jobId', {
	required: true,
	placeholder: 'e.g. export_4727756026281984_2904941266315269120',
	description: 'The ID that the start of the export returned',
});

const jobIdOf = (input: ItemInput) => jobIdField.require(input)?.trim() ?? '';

export const getResults: CallOperation = {
	value: 'getResults',
	name: 'Get Results',
	action: 'Get results of export',
	description: 'Read the state of an export and where its files are',
	sends: 'getExportResults',
	outputKeys: ['jobId', 'state', 'files', 'numBytes', 'numSessions'],
	fields: [jobIdField],
	prepare(input) {
		const jobId = jobIdOf(input);
		return {
			call: createCall('getExportResults', { jobId }),
			// The state of the job is what counts, so no status of the request stands beside it.
			toOutput: (answer) => [resultsJson(answer, jobId)],
		};
	},
};

const outputField = choiceField<'files' | 'items'>('Output', 'output', {
	noDataExpression: true,
	required: true,
	description: 'What to make of the export',
	options: [FILES, ITEMS],
});

export const downloadResults: TaskOperation = {
	value: 'downloadResults',
	name: 'Download Results',
	action: 'Download results of export',
	description: 'Fetch the files of a finished export, as files or as one item for each line',
	sends: 'getExportResults',
	outputKeys: ['jobId', 'fileName', 'size'],
	fields: [jobIdField, outputField, ...limitOfItems()],
	options: downloadOptions,

	async perform(input, tools) {
		const jobId = jobIdOf(input);
		const settings = downloadSettings(input, outputField.readOrDefault(input));
		input.throwIfWrong();
		const answer = await tools.call('getExportResults', { jobId });
		const state = stateOf(answer);
		if (state !== 'FINISHED') {
			throw new TaskFailure(
				{
					message: `The export has not finished: its state is ${state}`,
					description:
						'Wait and try again, or let the operation that starts the export wait for it.',
				},
				{ jobId, state },
			);
		}
		return await download(settings, tools, answer, jobId);
	},
};
