import type { TaskOperation } from '../../operation/operation';
import { argumentsOf, Field } from '../../operation/field';
import {
	numericIdField,
	choiceField,
	textField,
	textsField,
	timeField,
	urlField,
	yesNoField,
} from '../../operation/fieldKinds';
import { withoutUndefined, type ItemInput } from '../../operation/itemInput';
import { readPacificDay } from '../../values/date';
import { additionalFields } from '../shared/additional';
import { abTestField, messageField } from '../shared/ids';
import { modeField, runJob, waitOptions } from './job';

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
			hint: 'Days are days in California',
		},
		(input, label, given) => input.take(label, readPacificDay(given, input.timezone)),
	);

const startDateField = dayField(
	'Start Date',
	'startDate',
	true,
	'The first day. A date such as 2026-05-31 is taken as it is, a date with a time is converted to California, which may give the day before.',
);

const endDateField = dayField(
	'End Date',
	'endDate',
	false,
	'The last day, such as 2026-06-06; by default the first day only',
);

/** The first and the last day of an export. */
function exportDays(input: ItemInput, fields: ItemInput) {
	const startDate = startDateField.require(input);
	const endDate = endDateField.read(fields);
	if (startDate !== undefined && endDate !== undefined && endDate < startDate) {
		endDateField.refuse(input, `lies before the ${startDateField.label}`);
	}
	return { startDate, endDate };
}

const s3AccessId = textField('S3 Access ID', 's3AccessId', {
	placeholder: 'e.g. AKIAIOSFODNN7EXAMPLE',
	description: 'The access key ID of an AWS user who may write into the bucket',
});

const s3AccessKey = textField('S3 Access Key', 's3AccessKey', {
	typeOptions: { password: true },
	description:
		'The secret access key of an AWS user who may do nothing else, for example only write into that bucket',
	hint: 'Is stored in the workflow',
});

const s3BucketName = textField('S3 Bucket Name', 's3BucketName', {
	description:
		'A bucket of yours that Leanplum copies the files to, such as my-leanplum-exports; needs the two keys as well',
});

/** Named like Leanplum's arguments. */
const rawDataDetails = [
	timeField('Available After', 'startTime', {
		description:
			'Only sessions that became available after this moment, for instance since the last run',
	}),
	timeField('Available Before', 'endTime', {
		description: 'Only sessions that became available before this moment',
	}),
	urlField('Callback URL', 'callbackUrl', {
		placeholder: 'e.g. {{ $execution.resumeUrl }}',
		description:
			'An address that Leanplum calls when the export has finished, such as the resume URL of a Wait node',
	}),
	yesNoField('Compress Data', 'compressData', {
		description: 'Whether to compress the files with gzip; only with an S3 bucket',
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
		description: 'What the names of the files in the bucket begin with',
	}),
];

export const rawData: TaskOperation = {
	value: 'rawData',
	name: 'Raw Data',
	action: 'Export raw data',
	description:
		'Export all sessions of some days, at most 60 days back; 24 times a day at most. Data is complete about eight days later.',
	sends: 'exportData',
	outputKeys: ['jobId', 'state', 'files', 'numBytes', 'numSessions'],
	fields: [modeField, startDateField, additionalFields(...rawDataDetails, endDateField)],
	options: waitOptions,

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
		const args = withoutUndefined(exportDays(input, fields), details);
		return await runJob('exportData', args, input, tools);
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
			description: 'What became of a message',
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

export const report: TaskOperation = {
	value: 'report',
	name: 'Report',
	action: 'Export report',
	description: 'Export an analytics report; 100 times a day at most',
	sends: 'exportReport',
	outputKeys: ['jobId', 'state', 'data'],
	fields: [
		modeField,
		reportField,
		startDateField,
		...Object.values(subjects),
		additionalFields(endDateField, eventNames),
	],
	options: waitOptions,

	async perform(input, tools) {
		const fields = input.inside('additionalFields');
		const dataType = reportField.require(input);
		const subject = subjects[dataType ?? ''];
		const args = withoutUndefined(exportDays(input, fields), {
			dataType,
			...(subject ? { [subject.name]: subject.require(input) } : {}),
			eventNames: eventNames.read(fields),
		});
		return await runJob('exportReport', args, input, tools);
	},
};

/** Named like Leanplum's arguments. */
const userFilters = [
	numericIdField('A/B Test ID', 'abTestId', {
		placeholder: 'e.g. 5670583287676928',
		description: 'Only users of this A/B test; the file then names the variant of each',
	}),
	textField('Audience Name', 'audienceName', {
		placeholder: 'e.g. Gold customers',
		description: 'Only users of this audience; by default all users',
	}),
	textField('User Attribute', 'userAttribute', {
		placeholder: 'e.g. plan',
		description: 'An attribute whose value the file gives for each user',
	}),
];

export const users: TaskOperation = {
	value: 'users',
	name: 'Users',
	action: 'Export users',
	description: 'Export the IDs of users, all or those of an audience; 40 times a day at most',
	sends: 'exportUsers',
	outputKeys: ['jobId', 'state', 'files', 'numBytes'],
	fields: [modeField, additionalFields(...userFilters)],
	options: waitOptions,

	async perform(input, tools) {
		const args = argumentsOf(input.inside('additionalFields'), userFilters);
		return await runJob('exportUsers', args, input, tools);
	},
};
