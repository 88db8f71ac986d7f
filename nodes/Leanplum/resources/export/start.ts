import type { INodeProperties } from 'n8n-workflow';
import type { TaskOperation } from '../../operation/operation';
import { compact, isBlank, type ItemInput } from '../../operation/itemInput';
import { toPacificDay } from '../../protocol/basics/pacific';
import { numericIdSchema, webAddressSchema } from '../../values/values';
import { additionalFields, isOn } from '../shared/additional';
import { abTestField, messageField, pickedId } from '../shared/ids';
import { toList } from '../shared/namedValues';
import { modeField, runJob, waitOptions } from './job';

const startDateField: INodeProperties = {
	displayName: 'Start Date',
	name: 'startDate',
	type: 'dateTime',
	// Midnight of the user is the day before in California; the picker must not give a time.
	typeOptions: { dateOnly: true },
	required: true,
	default: '',
	description:
		'The first day. A date such as 2026-05-31 is taken as it is, a date with a time is converted to California, which may give the day before.',
	hint: 'Days are days in California',
};

const endDateField: INodeProperties = {
	displayName: 'End Date',
	name: 'endDate',
	type: 'dateTime',
	typeOptions: { dateOnly: true },
	default: '',
	description: 'The last day, such as 2026-06-06; by default the first day only',
	hint: 'Days are days in California',
};

function pacificDay(input: ItemInput, label: string, value: unknown): string | undefined {
	if (isBlank(value)) return undefined;
	const day = toPacificDay(value, input.timezone);
	if (day === undefined) input.refuse(label, 'is not a date, such as 2026-05-31');
	return day;
}

/** The first and the last day of an export. */
function exportDays(input: ItemInput, end: unknown) {
	const start = input.value('startDate');
	if (isBlank(start)) input.refuse('Start Date', 'is empty');
	const startDate = pacificDay(input, 'Start Date', start);
	const endDate = pacificDay(input, 'End Date', end);
	if (startDate !== undefined && endDate !== undefined && endDate < startDate) {
		input.refuse('End Date', 'lies before the Start Date');
	}
	return { startDate, endDate };
}

function format(input: ItemInput, value: unknown): string | undefined {
	const given = input.text('Format', value);
	if (given !== undefined && !['csv', 'json'].includes(given)) {
		input.refuse('Format', 'must be csv or json');
	}
	return given;
}

export const rawData: TaskOperation = {
	value: 'rawData',
	name: 'Raw Data',
	action: 'Export raw data',
	description:
		'Export all sessions of some days, at most 60 days back; 24 times a day at most. Data is complete about eight days later.',
	sends: 'exportData',
	outputKeys: ['jobId', 'state', 'files', 'numBytes', 'numSessions'],
	fields: [
		modeField,
		startDateField,
		additionalFields(
			{
				displayName: 'Available After',
				name: 'startTime',
				type: 'dateTime',
				default: '',
				description:
					'Only sessions that became available after this moment, for instance since the last run',
			},
			{
				displayName: 'Available Before',
				name: 'endTime',
				type: 'dateTime',
				default: '',
				description: 'Only sessions that became available before this moment',
			},
			{
				displayName: 'Callback URL',
				name: 'callbackUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $execution.resumeUrl }}',
				description:
					'An address that Leanplum calls when the export has finished, such as the resume URL of a Wait node',
			},
			{
				displayName: 'Compress Data',
				name: 'compressData',
				type: 'boolean',
				default: false,
				description: 'Whether to compress the files with gzip; only with an S3 bucket',
			},
			endDateField,
			{
				displayName: 'Format',
				name: 'exportFormat',
				type: 'options',
				default: 'json',
				description: 'The format of the files',
				options: [
					{ name: 'CSV', value: 'csv', description: 'Several files, one for each kind of data' },
					{ name: 'JSON', value: 'json', description: 'One session on each line' },
				],
			},
			{
				displayName: 'S3 Access ID',
				name: 's3AccessId',
				type: 'string',
				default: '',
				placeholder: 'e.g. AKIAIOSFODNN7EXAMPLE',
				description: 'The access key ID of an AWS user who may write into the bucket',
			},
			{
				displayName: 'S3 Access Key',
				name: 's3AccessKey',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				description:
					'The secret access key of an AWS user who may do nothing else, for example only write into that bucket',
				hint: 'Is stored in the workflow',
			},
			{
				displayName: 'S3 Bucket Name',
				name: 's3BucketName',
				type: 'string',
				default: '',
				description:
					'A bucket of yours that Leanplum copies the files to, such as my-leanplum-exports; needs the two keys as well',
			},
			{
				displayName: 'S3 Object Prefix',
				name: 's3ObjectPrefix',
				type: 'string',
				default: '',
				placeholder: 'e.g. leanplum/',
				description: 'What the names of the files in the bucket begin with',
			},
		),
	],
	options: waitOptions,

	async perform(input, tools) {
		const fields = input.collection('additionalFields');
		if (
			!isBlank(fields.s3BucketName) &&
			(isBlank(fields.s3AccessId) || isBlank(fields.s3AccessKey))
		) {
			input.refuse('S3 Bucket Name', 'needs the S3 Access ID and the S3 Access Key as well');
		}
		const args = compact({
			...exportDays(input, fields.endDate),
			exportFormat: format(input, fields.exportFormat),
			startTime: input.epochSeconds('Available After', fields.startTime),
			endTime: input.epochSeconds('Available Before', fields.endTime),
			callbackUrl: input.optional('Callback URL', webAddressSchema, fields.callbackUrl),
			s3BucketName: input.text('S3 Bucket Name', fields.s3BucketName),
			s3AccessId: input.text('S3 Access ID', fields.s3AccessId),
			s3AccessKey: input.text('S3 Access Key', fields.s3AccessKey),
			s3ObjectPrefix: input.text('S3 Object Prefix', fields.s3ObjectPrefix),
			compressData: fields.compressData === undefined ? undefined : isOn(fields.compressData),
		});
		return await runJob('exportData', args, input, tools);
	},
};

const forReport = (...types: string[]) => ({ displayOptions: { show: { dataType: types } } });

export const report: TaskOperation = {
	value: 'report',
	name: 'Report',
	action: 'Export report',
	description: 'Export an analytics report; 100 times a day at most',
	sends: 'exportReport',
	outputKeys: ['jobId', 'state', 'data'],
	fields: [
		modeField,
		{
			displayName: 'Report',
			name: 'dataType',
			type: 'options',
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
		},
		startDateField,
		{ ...abTestField('The A/B test to report on'), ...forReport('AbTestResults') },
		{ ...messageField('The message to report on'), ...forReport('MessageResults') },
		{
			displayName: 'Bookmark Name',
			name: 'bookmarkName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Weekly revenue',
			description: 'The name of the report in the Analytics part of the Leanplum dashboard',
			...forReport('BookmarkedReport'),
		},
		additionalFields(endDateField, {
			displayName: 'Event Names',
			name: 'eventNames',
			type: 'string',
			default: '',
			placeholder: 'e.g. Purchase, Login',
			description: 'Only these events, separated by commas',
		}),
	],
	options: waitOptions,

	async perform(input, tools) {
		const fields = input.collection('additionalFields');
		const dataType = input.text('Data Type', input.value('dataType')) ?? '';
		const bookmarkName = input.text('Bookmark Name', input.value('bookmarkName'));
		if (dataType === 'BookmarkedReport' && bookmarkName === undefined) {
			input.refuse('Bookmark Name', 'is empty');
		}
		const args = compact({
			...exportDays(input, fields.endDate),
			dataType,
			abTestId:
				dataType === 'AbTestResults'
					? pickedId(input, 'A/B Test', input.value('abTestId'))
					: undefined,
			messageId:
				dataType === 'MessageResults'
					? pickedId(input, 'Message', input.value('messageId'))
					: undefined,
			bookmarkName: dataType === 'BookmarkedReport' ? bookmarkName : undefined,
			eventNames: isBlank(fields.eventNames)
				? undefined
				: toList(fields.eventNames).map((name) => input.text('Event Names', name) ?? ''),
		});
		return await runJob('exportReport', args, input, tools);
	},
};

export const users: TaskOperation = {
	value: 'users',
	name: 'Users',
	action: 'Export users',
	description: 'Export the IDs of users, all or those of an audience; 40 times a day at most',
	sends: 'exportUsers',
	outputKeys: ['jobId', 'state', 'files', 'numBytes'],
	fields: [
		modeField,
		additionalFields(
			{
				displayName: 'A/B Test ID',
				name: 'abTestId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 5670583287676928',
				description: 'Only users of this A/B test; the file then names the variant of each',
			},
			{
				displayName: 'Audience Name',
				name: 'audienceName',
				type: 'string',
				default: '',
				placeholder: 'e.g. Gold customers',
				description: 'Only users of this audience; by default all users',
			},
			{
				displayName: 'User Attribute',
				name: 'userAttribute',
				type: 'string',
				default: '',
				placeholder: 'e.g. plan',
				description: 'An attribute whose value the file gives for each user',
			},
		),
	],
	options: waitOptions,

	async perform(input, tools) {
		const fields = input.collection('additionalFields');
		const args = compact({
			audienceName: input.text('Audience Name', fields.audienceName),
			abTestId: input.optional('A/B Test ID', numericIdSchema, fields.abTestId),
			userAttribute: input.text('User Attribute', fields.userAttribute),
		});
		return await runJob('exportUsers', args, input, tools);
	},
};
