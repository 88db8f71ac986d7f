import { choiceField, yesNoField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { TaskItem, TaskOperation } from '../../operation/operation';
import type { TaskTools } from '../../operation/taskTools';
import { emptyPolicyOf } from '../../operation/fields/notes';
import { ifEmpty } from '../../operation/fields/options';
import { onNothingOf, templateOptions } from '../shared/named/template';
import { inputDataField, refuseUnlessFile } from '../shared/binary';
import { columnChoice, columnFields } from './columnFields';
import { readingOf } from './rows/fileNotes';
import { fileChoice, fileOptions } from './fileOptions';
import { checkFile, type CheckedFile, type CsvSettings } from './rows/fileRows';
import { ImportRun } from './rows/importRun';
import { eachPortion } from './rows/portions';
import { defaultAction, defaultActionField } from './rows/rowActions';
import { maxFailedRows, Tally } from './rows/tally';
import { count } from '../../operation/statusWords';

const fileField = inputDataField({
	placeholder: 'e.g. data',
	description:
		'The name of the input field with the CSV file, which can be compressed with gzip. Its first row must name the columns.',
});

const ifRowsFail = choiceField('If Rows Fail', 'ifRowsFail', {
	default: 'fail',
	description: 'What to do if rows failed, were rejected, or were not sent',
	options: [
		{
			name: 'Fail the Item',
			value: 'fail',
			description:
				"Fails the item after the node has tried all rows. See 'On Error' in the node settings.",
		},
		{
			name: 'Report Them',
			value: 'report',
			description: 'Return the item with the numbers of rows and the reasons',
		},
	],
});

const ifCellEmpty = {
	...ifEmpty,
	description:
		'What to do with empty cells, except in ID columns. Fail the Item fails only the row.',
};

const skipWrongRows = yesNoField('Skip Invalid Rows', 'skipWrongRows', {
	default: true,
	description:
		'Whether to skip invalid rows and send the others. If off, nothing is sent if one row is invalid.',
});

const skipsWrong = (input: ItemInput) => skipWrongRows.read(input.inside('options')) ?? false;

function settingsOf(input: ItemInput, tools: TaskTools): CsvSettings {
	const options = input.inside('options');
	const property = fileField.require(input)?.join(', ') ?? '';
	const preset = defaultAction(input);
	const { format, ...written } = fileChoice(options);
	const columns = columnChoice(input);
	if (input.problems.length === 0) refuseUnlessFile(fileField, input, tools, property);
	return {
		property,
		format,
		columns: {
			...columns,
			preset,
			...written,
			timezone: input.timezone,
			onNothing: onNothingOf(options),
		},
		ifEmpty: emptyPolicyOf(input.value('options')),
		// A preview shows wrong rows instead of failing.
		skipWrong: skipsWrong(input) || tools.previewOnly,
	};
}

/** What the import would take, without sending it. */
async function preview(
	file: CheckedFile,
	tools: TaskTools,
	settings: CsvSettings,
	limit: number,
	skipsWrongRows: boolean,
): Promise<TaskItem> {
	const tally = new Tally(file.rows, limit, tools.explain);
	const total = { requests: 0, billedUsers: 0 };
	await eachPortion(file, tools, settings, tally, (portion) => {
		const { requests, billedUsers } = portion.estimate(tools);
		total.requests += requests;
		total.billedUsers += billedUsers;
	});
	const reading = readingOf(file.format, file.header);
	const blocked = tally.wrongRows > 0 && !skipsWrongRows;
	const sent = blocked ? { requests: 0, billedUsers: 0 } : total;
	const sums = [
		count(sent.requests, 'request'),
		`${count(sent.billedUsers, 'user')} billed`,
		`${count(tally.wrongRows, 'row')} with problems`,
	];
	const remark = [
		`Preview: nothing was sent. ${sums.join(', ')}`,
		...(blocked && total.requests > 0 ? ["To send the others, turn on 'Skip Invalid Rows'"] : []),
		...file.notes.sentences(file.rows),
	].join('. ');
	return {
		json: {
			status: 'preview',
			...tally.preview(sent),
			...reading,
		},
		remark,
	};
}

export const importFile: TaskOperation = {
	value: 'importFile',
	name: 'Import CSV File',
	action: 'Import CSV file',
	description: 'Import the rows of a CSV file from the input, and get the result of each row',
	sends: 'setUserAttributes',
	outputKeys: [
		'rows',
		'done',
		'skipped',
		'failed',
		'unknown',
		'notSent',
		'failedRows',
		'rowsToImportAgain',
		'encoding',
		'delimiter',
		'columns',
	],
	oneAfterTheOther: true,
	offersPreview: true,
	fields: [fileField, defaultActionField, ...columnFields],
	options: [
		...fileOptions,
		ifCellEmpty,
		ifRowsFail,
		maxFailedRows,
		skipWrongRows,
		...templateOptions,
	],

	async perform(input, tools): Promise<TaskItem[]> {
		const options = input.inside('options');
		const settings = settingsOf(input, tools);
		const limit = maxFailedRows.readOrDefault(options);
		const reportsFailures = ifRowsFail.read(options) === 'report';
		input.throwIfWrong();
		const file = await checkFile(input, tools, settings);
		tools.requireKeys('The file', file.keys);
		if (tools.previewOnly) {
			return [await preview(file, tools, settings, limit, skipsWrong(input))];
		}
		const run = new ImportRun(file, tools, settings, limit);
		return [await run.perform(reportsFailures)];
	},
};
