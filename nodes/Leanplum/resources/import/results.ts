import type { IDataObject } from 'n8n-workflow';
import { textField } from '../../operation/fields/fieldKinds';
import type { TaskOperation } from '../../operation/operation';
import type { TaskTools } from '../../operation/taskTools';
import { isObject, parseJson } from '../../protocol/basics/json';
import { maxFailedRows } from './rows/tally';
import { stateOf } from '../export/jobAnswer';

/** Why a row was not done, or `undefined` when it was. */
function complaintOf(reply: unknown): string | undefined {
	if (!isObject(reply)) return "The result of this row can't be read";
	const notice = [reply.error, reply.warning].find(isObject);
	if (reply.success === true && !notice) return undefined;
	return String(notice?.message ?? 'Leanplum gave no reason');
}

/** The rows that Leanplum did not do, from its result files: one line for each row (reference A.9). */
async function failedRows(
	tools: TaskTools,
	files: readonly string[],
	limit: number,
): Promise<IDataObject[]> {
	const rows: IDataObject[] = [];
	let row = 0;
	for (const file of files) {
		for await (const line of tools.lines(file)) {
			row++;
			const reason = complaintOf(parseJson(line));
			if (reason !== undefined) rows.push({ row, reason });
			if (rows.length >= limit) return rows;
		}
	}
	return rows;
}

const jobIdField = textField('Job ID', 'jobId', {
	required: true,
	placeholder: 'e.g. import_4727756026281984_2904941266315269120',
	description: 'The ID that the start of the import returned',
});

export const getResults: TaskOperation = {
	value: 'getResults',
	name: 'Get Results',
	action: 'Get import results',
	description: 'Retrieve the state of an import, how many rows were imported, and why rows failed',
	sends: 'getMultiResults',
	outputKeys: ['jobId', 'state', 'successesCount', 'failuresCount', 'failedRows', 'files'],
	fields: [jobIdField],
	options: [maxFailedRows],

	async perform(input, tools) {
		const jobId = jobIdField.require(input)?.trim() ?? '';
		const limit = maxFailedRows.readOrDefault(input.inside('options'));
		input.throwIfWrong();

		const answer = await tools.call('getMultiResults', { jobId });
		const data = isObject(answer.data) ? answer.data : {};
		const files = Array.isArray(data.files) ? data.files.map(String) : [];
		return [
			{
				json: {
					status: 'done',
					jobId,
					state: stateOf(answer),
					...(data as IDataObject),
					...(files.length > 0 && limit > 0
						? { failedRows: await failedRows(tools, files, limit) }
						: {}),
				},
			},
		];
	},
};
