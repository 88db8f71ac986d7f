import { Field } from '../../operation/field';
import { textsField, yesNoField } from '../../operation/fieldKinds';
import type { ItemInput } from '../../operation/itemInput';
import type { TaskItem, TaskOperation } from '../../operation/operation';
import type { TaskTools } from '../../operation/taskTools';
import { TaskFailure } from '../../operation/taskFailure';
import { inputDataField, refuseUnlessFile } from '../shared/binary';
import { checkFile, type CsvSettings } from './csvFile';
import { maxFailedRows } from './failedRows';
import { eachPortion } from './portions';
import { defaultAction, defaultActionField } from './rowActions';
import { rowsInWords, Tally } from './tally';

const fileField = inputDataField({
	placeholder: 'e.g. data',
	description:
		'The name of the input field that holds the file, as UTF-8. Its first row names arguments of Leanplum, such as userId,userAttributes.plan,userAttributes.points.',
});

const DELIMITERS = [',', ';', '\t'];

const delimiterField = new Field<string>(
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'options',
		default: ',',
		description: 'What stands between the cells',
		options: [
			{ name: 'Comma', value: ',', description: 'As CSV files usually have it' },
			{
				name: 'Semicolon',
				value: ';',
				description: 'As spreadsheet programs write it where the comma is in numbers',
			},
			{ name: 'Tab', value: '\t', description: 'For TSV files' },
		],
	},
	(input, label, given) => {
		const delimiter = DELIMITERS.find((one) => one === (given ?? ','));
		if (delimiter === undefined) input.refuse(label, 'must be a comma, a semicolon or a tab');
		return delimiter;
	},
);

const skipWrongRows = yesNoField('Skip Wrong Rows', 'skipWrongRows', {
	default: true,
	description:
		'Whether to leave out rows with wrong values and send the others; otherwise a wrong row keeps the whole file from being sent',
});

const textColumnsField = textsField('Text Columns', 'textColumns', {
	placeholder: 'e.g. userAttributes.postcode',
	description:
		'Names of columns, separated by commas, in which 12345 and [a] stay text instead of becoming a number and a list; IDs always do',
});

function settingsOf(input: ItemInput, tools: TaskTools): CsvSettings {
	const options = input.inside('options');
	const property = fileField.require(input)?.join(', ') ?? '';
	const delimiter = delimiterField.read(options) ?? ',';
	const preset = defaultAction(input);
	if (input.problems.length === 0) refuseUnlessFile(fileField, input, tools, property);
	return {
		property,
		delimiter,
		preset,
		textColumns: textColumnsField.read(options) ?? [],
		skipWrong: skipWrongRows.read(options) ?? false,
	};
}

/** What the import would take, without sending it. */
async function preview(
	input: ItemInput,
	tools: TaskTools,
	settings: CsvSettings,
	tally: Tally,
): Promise<TaskItem> {
	const total = { requests: 0, billedUsers: 0 };
	await eachPortion(input, tools, settings, tally, (portion) => {
		const { requests, billedUsers } = portion.effort(tools);
		total.requests += requests;
		total.billedUsers += billedUsers;
	});
	return { json: { status: 'preview', ...total, ...tally.wrong } };
}

/** A failure of the import says what had become of the rows; other errors go on. */
function withTally(error: unknown, tally: Tally): unknown {
	return error instanceof TaskFailure ? tally.failure(error) : error;
}

/** Fails the item when Leanplum skipped rows and the user wants that. */
function failSkipped(input: ItemInput, tally: Tally): void {
	if (tally.skipped === 0 || input.inside('options').value('ifSkipped') !== 'fail') return;
	throw tally.failure({
		explanation: {
			message: `Leanplum skipped ${rowsInWords(tally.skipped)}`,
			description:
				'Leanplum reported success but did nothing. To go on all the same, set If Leanplum Skips the Request to Mark the Item and Go On.',
		},
	});
}

export const importFile: TaskOperation = {
	value: 'importFile',
	name: 'Import CSV File',
	action: 'Import CSV file',
	description: 'Send the rows of a CSV file that the item holds, and say what became of each',
	sends: 'setUserAttributes',
	outputKeys: ['rows', 'done', 'skipped', 'failed', 'unknown', 'notSent', 'failedRows'],
	oneAfterTheOther: true,
	offersPreview: true,
	fields: [fileField, defaultActionField],
	options: [delimiterField, maxFailedRows, skipWrongRows, textColumnsField],

	async perform(input, tools): Promise<TaskItem[]> {
		const settings = settingsOf(input, tools);
		const limit = maxFailedRows.readOrDefault(input.inside('options'));
		input.throwIfWrong();
		const { rows, keys } = await checkFile(input, tools, settings);
		tools.requireKeys('The file', keys);

		const tally = new Tally(rows, limit, tools.explain);
		try {
			if (tools.previewOnly) return [await preview(input, tools, settings, tally)];
			await eachPortion(input, tools, settings, tally, (portion) => portion.send(tools, tally));
		} catch (error) {
			throw withTally(error, tally);
		}
		failSkipped(input, tally);
		const { json, remark } = tally;
		return [{ json, ...(remark === undefined ? {} : { remark }) }];
	},
};
