import type { CallOperation } from '../../operation/operation';
import { textField } from '../../operation/fields/fieldKinds';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { additionalFields } from '../shared/fields/additional';

const bucket = textField('Bucket', 'bucket', {
	required: true,
	placeholder: 'e.g. leanplum-imports',
	description: 'The Google Cloud Storage bucket that you agreed on with Leanplum',
});

const file = textField('File', 'file', {
	required: true,
	placeholder: 'e.g. contacts-8d1f3a.csv',
	description:
		'The name of the file in the bucket. Max 100 MB. The file must be public, so give it a name that is hard to guess.',
});

const defaultAction = textField('Default Action', 'defaultAction', {
	placeholder: 'e.g. setUserAttributes',
	description: 'The action for rows without a column "action"',
});

export const startCsv: CallOperation = {
	value: 'startCsv',
	name: 'Start CSV Import',
	action: 'Start CSV import',
	description:
		'Import a CSV file from Google Cloud Storage, for example to load attributes of many users',
	sends: 'multiCsv',
	outputKeys: ['jobId'],
	fields: [bucket, file, additionalFields(defaultAction)],
	prepare: (input) => ({
		call: createCall(
			'multiCsv',
			withoutUndefined({
				createJob: true,
				gcsBucket: bucket.require(input),
				file: file.require(input),
				defaultAction: defaultAction.read(input.inside('additionalFields')),
			}),
		),
	}),
};
