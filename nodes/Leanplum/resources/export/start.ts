import type { IDataObject } from 'n8n-workflow';
import type { TaskItem, TaskOperation } from '../../operation/operation';
import { argumentsOf, Field } from '../../operation/fields/field';
import {
	choiceField,
	textField,
	textsField,
	timeField,
	urlField,
	yesNoField,
} from '../../operation/fields/fieldKinds';
import { withoutUndefined, type ItemInput } from '../../operation/fields/itemInput';
import { isDateObject } from '../../values/blank';
import { readPacificDay, readTime } from '../../values/date';
import { shown } from '../../values/reading';
import { includeMessageNames } from '../shared/output';
import { additionalFields } from '../shared/fields/additional';
import { abTestField, messageField } from '../shared/fields/ids';
import { isObject } from '../../protocol/basics/json';
import {
	download,
	downloadOptions,
	downloadSettings,
	FILES,
	ITEMS,
	limitOfItems,
} from './download';
import { runJob } from './job';
import {
	ifNoData,
	modeField,
	modeWithSleepField,
	waitOptions,
	waitOrSleepOptions,
} from './jobFields';

/** A day as Leanplum writes it, `YYYYmmdd`, in ISO 8601; anything else as it is. */
const isoDay = (day: string) => day.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

/** A day in California, as Leanplum counts them. */
const dayField = (displayName: string, name: string, required: boolean, description: string) =>
	new Field<string>(
		{
			displayName,
			name,
			type: 'dateTime',
			// Midnight of the user is the day before in California; the picker must not give a time.
			typeOptions: { dateOnly: true },
			required,
			default: '',
			description,
			hint: 'Days are in Pacific time (California)',
		},
		(input, label, given) => {
			const day = input.take(label, readPacificDay(given, input.timezone));
			const time = readTime(given, input.timezone);
			if (day !== undefined && time.kind === 'value' && time.value.day === undefined) {
				const said = isDateObject(given) ? JSON.stringify(given) : shown(given);
				input.note(`${label} ${said} was read as ${isoDay(day)}`, 'pacificDay');
			}
			return day;
		},
	);

const startDateField = dayField(
	'Start Date',
	'startDate',
	true,
	'The first day, such as 2026-05-31. Midnight counts as that day. Any other time is converted to a day in Pacific time.',
);

const endDateField = dayField(
	'End Date',
	'endDate',
	false,
	'The last day, such as 2026-06-06. Defaults to the start date.',
);

/** The first and the last day of an export. */
function exportDays(input: ItemInput) {
	const startDate = startDateField.require(input);
	const endDate = endDateField.read(input);
	if (startDate !== undefined && endDate !== undefined && endDate < startDate) {
		endDateField.refuse(
			input,
			`can't be before the ${startDateField.label} (got ${isoDay(endDate)})`,
		);
	}
	return { startDate, endDate };
}

const s3AccessId = textField('S3 Access ID', 's3AccessId', {
	placeholder: 'e.g. AKIAIOSFODNN7EXAMPLE',
	description: 'The access key ID of an AWS user that can write to the bucket',
});

const s3AccessKey = textField('S3 Access Key', 's3AccessKey', {
	typeOptions: { password: true },
	description:
		'The secret access key of an AWS user with few permissions, for example only to write to that bucket',
	hint: 'Stored in the workflow, not in the credential',
});

const s3BucketName = textField('S3 Bucket Name', 's3BucketName', {
	description:
		'The S3 bucket that Leanplum copies the files to, such as my-leanplum-exports. Also requires the S3 access ID and key.',
});

const callbackUrlField = urlField('Callback URL', 'callbackUrl', {
	placeholder: 'e.g. https://example.com/export-finished',
	description: 'The URL that Leanplum calls when the export is finished',
});

/** Notes what can't go together with the mode *Start and Sleep*. */
function refuseWithSleep(input: ItemInput, callbackUrl: unknown): void {
	if (callbackUrl !== undefined) {
		callbackUrlField.refuse(input, "can't be used with Start and Sleep, which has its own");
	}
	// What is found out when Leanplum calls can't fail the item any more.
	if (ifNoData.readOrDefault(input.inside('options')) === 'fail') {
		ifNoData.refuse(
			input,
			"can't be 'Fail the Item' with Start and Sleep. Set it in Download Results",
		);
	}
}

/** Named like Leanplum's arguments. */
const rawDataDetails = [
	timeField('Available After', 'startTime', {
		description:
			'Only sessions that became available after this time, for example since the last run',
	}),
	timeField('Available Before', 'endTime', {
		description: 'Only sessions that became available before this moment',
	}),
	callbackUrlField,
	yesNoField('Compress Data', 'compressData', {
		description: 'Whether to compress the files with gzip. Works only with an S3 bucket.',
	}),
	choiceField('Format', 'exportFormat', {
		default: 'json',
		description: 'The format of the files',
		options: [
			{ name: 'CSV', value: 'csv', description: 'Several files, one for each kind of data' },
			{ name: 'JSON', value: 'json', description: 'One session on each line' },
		],
	}),
	s3AccessId,
	s3AccessKey,
	s3BucketName,
	textField('S3 Object Prefix', 's3ObjectPrefix', {
		placeholder: 'e.g. leanplum/',
		description: 'The prefix of the file names in the bucket',
	}),
];

const WHEN_WAITING = { mode: ['wait'] };

const rawDataOutput = choiceField<'files' | 'items' | 'job'>('Output', 'output', {
	noDataExpression: true,
	required: true,
	default: 'items',
	description: 'What to return when the export is finished',
	displayOptions: { show: WHEN_WAITING },
	options: [
		FILES,
		{ ...ITEMS, description: 'One item per session, for exports in JSON' },
		{ name: 'Job', value: 'job', description: 'The job with the URLs of its files' },
	],
});

/** What Leanplum says of a job; an export without data says it whatever the output. */
const RAW_DATA = ['warning', 'jobId', 'state', 'files', 'numBytes', 'numSessions'];

export const rawData: TaskOperation = {
	value: 'rawData',
	name: 'Raw Data',
	action: 'Export raw data',
	description:
		'Export all sessions from a range of days in the last 60 days. Max 24 exports per day. Data is complete after about eight days.',
	sends: 'exportData',
	outputKeys: RAW_DATA,
	outputKeysOf: { files: [...RAW_DATA, 'fileName', 'size'] },
	fields: [
		modeWithSleepField,
		rawDataOutput,
		...limitOfItems(WHEN_WAITING),
		startDateField,
		endDateField,
		additionalFields(...rawDataDetails),
	],
	options: [...waitOrSleepOptions, ...downloadOptions],

	async perform(input, tools) {
		const fields = input.inside('additionalFields');
		const details = argumentsOf(fields, rawDataDetails);
		const lacksKey = details.s3AccessId === undefined || details.s3AccessKey === undefined;
		if (details.s3BucketName !== undefined && lacksKey) {
			s3BucketName.refuse(
				input,
				`needs the ${s3AccessId.label} and the ${s3AccessKey.label} as well`,
			);
		}
		if (input.value('mode') === 'sleep') refuseWithSleep(input, details.callbackUrl);
		const args = withoutUndefined(exportDays(input), details);
		const output = rawDataOutput.readOrDefault(input);
		if (output === 'job') return await runJob('exportData', args, input, tools);
		const settings = downloadSettings(input, output);
		return await runJob(
			'exportData',
			args,
			input,
			tools,
			async (answer, jobId) => await download(settings, tools, answer, jobId),
		);
	},
};

const forReport = (...types: string[]) => ({ displayOptions: { show: { dataType: types } } });

const reportField = choiceField('Report', 'dataType', {
	required: true,
	default: 'UserActivity',
	description: 'What the report is about',
	options: [
		{
			name: 'A/B Test Results',
			value: 'AbTestResults',
			description: 'Events of the users of a test',
		},
		{
			name: 'Bookmarked Report',
			value: 'BookmarkedReport',
			description: 'A report saved in Analytics',
		},
		{
			name: 'Message Results',
			value: 'MessageResults',
			description: 'Events for one message',
		},
		{ name: 'User Activity', value: 'UserActivity', description: 'Events of all users' },
	],
});

/** What each report is about, if it is not about all users; named like Leanplum's arguments. */
const subjects: Readonly<Record<string, Field<string>>> = {
	AbTestResults: abTestField('The A/B test to report on').with(forReport('AbTestResults')),
	MessageResults: messageField('The message to report on').with(forReport('MessageResults')),
	BookmarkedReport: textField('Bookmark Name', 'bookmarkName', {
		required: true,
		placeholder: 'e.g. Weekly revenue',
		description: 'The name of the report in the Analytics part of the Leanplum dashboard',
		...forReport('BookmarkedReport'),
	}),
};

const eventNames = textsField('Event Names', 'eventNames', {
	placeholder: 'e.g. Purchase, Login',
	description: 'Only these events, separated by commas',
});

const reportOutput = choiceField<'raw' | 'rows'>('Output', 'output', {
	noDataExpression: true,
	required: true,
	default: 'rows',
	description: 'What to return when the report is finished',
	displayOptions: { show: WHEN_WAITING },
	options: [
		{ name: 'Raw', value: 'raw', description: 'The report as Leanplum returns it, in one item' },
		{ name: 'Rows', value: 'rows', description: 'One item per date, event, and metric' },
	],
});

/** A report, which holds metrics by event by date (SMP), as a row for each of them. */
function rowsOfReport(
	data: unknown,
	jobId: string,
	names: ReadonlyMap<string, string>,
): TaskItem[] {
	const membersOf = (value: unknown) => (isObject(value) ? Object.entries(value) : []);
	return membersOf(data).flatMap(([date, events]) =>
		membersOf(events).flatMap(([event, metrics]) =>
			membersOf(metrics).map(([metric, value]) => ({
				json: {
					status: 'done',
					jobId,
					date: isoDay(date),
					event,
					messageName: names.get(/^\.m(\d+)/.exec(event)?.[1] ?? '') ?? null,
					metric,
					value: value as IDataObject[string],
				},
			})),
		),
	);
}

export const report: TaskOperation = {
	value: 'report',
	name: 'Report',
	action: 'Export report',
	description: 'Export an analytics report. Max 100 exports per day.',
	sends: 'exportReport',
	outputKeys: ['warning', 'jobId', 'date', 'event', 'messageName', 'metric', 'value'],
	outputKeysOf: { raw: ['warning', 'jobId', 'state', 'data'] },
	fields: [
		modeField,
		reportField,
		...Object.values(subjects),
		startDateField,
		endDateField,
		reportOutput,
		additionalFields(eventNames),
	],
	options: [...waitOptions, includeMessageNames],

	async perform(input, tools) {
		const fields = input.inside('additionalFields');
		const isNamed = includeMessageNames.read(input.inside('options'));
		const dataType = reportField.require(input);
		const subject = subjects[dataType ?? ''];
		const args = withoutUndefined(exportDays(input), {
			dataType,
			...(subject ? { [subject.name]: subject.require(input) } : {}),
			eventNames: eventNames.read(fields),
		});
		return await (reportOutput.readOrDefault(input) === 'rows'
			? runJob('exportReport', args, input, tools, async ({ data }, jobId) =>
					rowsOfReport(data, jobId, isNamed ? await tools.messageNames() : new Map()),
				)
			: runJob('exportReport', args, input, tools));
	},
};

const audience = textField('Audience Name', 'audienceName', {
	placeholder: 'e.g. Gold customers',
	description: 'Only users in this audience. Leave empty for all.',
});

/** Named like Leanplum's arguments. */
const userFilters = [
	abTestField("Only users in this A/B test. The file includes each user's variant.").with({
		required: false,
	}),
	textField('User Attribute', 'userAttribute', {
		placeholder: 'e.g. plan',
		description: 'An attribute to include for each user in the file',
	}),
];

export const users: TaskOperation = {
	value: 'users',
	name: 'Users',
	action: 'Export users',
	description: 'Export the IDs of all users or of an audience. Max 40 exports per day.',
	sends: 'exportUsers',
	outputKeys: ['warning', 'jobId', 'state', 'files', 'numBytes'],
	fields: [modeField, audience, additionalFields(...userFilters)],
	options: waitOptions,

	async perform(input, tools) {
		const args = {
			...argumentsOf(input, [audience]),
			...argumentsOf(input.inside('additionalFields'), userFilters),
		};
		return await runJob('exportUsers', args, input, tools);
	},
};
