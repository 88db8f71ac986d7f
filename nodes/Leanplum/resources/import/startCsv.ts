import type { CallOperation } from '../../operation/operation';
import { compact } from '../../operation/itemInput';
import { additionalFields } from '../shared/additional';

export const startCsv: CallOperation = {
	value: 'startCsv',
	name: 'Start CSV Import',
	action: 'Start CSV import',
	description: 'Import a CSV file from Google Cloud Storage, such as attributes of many users',
	sends: 'multiCsv',
	outputKeys: ['jobId'],
	fields: [
		{
			displayName: 'Bucket',
			name: 'bucket',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. leanplum-imports',
			description: 'The Google Cloud Storage bucket that you agreed on with Leanplum',
		},
		{
			displayName: 'File',
			name: 'file',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. contacts-8d1f3a.csv',
			description:
				'The name of the file in the bucket, at most 100 MB. Leanplum must be able to read it publicly, so give it a name that nobody guesses.',
		},
		additionalFields({
			displayName: 'Default Action',
			name: 'defaultAction',
			type: 'string',
			default: '',
			placeholder: 'e.g. setUserAttributes',
			description: 'The action for rows without a column "action"',
		}),
	],
	toArgs(input) {
		const required = (label: string, name: string) => {
			return input.requiredText(label, input.value(name));
		};
		const { defaultAction } = input.collection('additionalFields');
		return compact({
			createJob: true,
			gcsBucket: required('Bucket', 'bucket'),
			file: required('File', 'file'),
			defaultAction: input.text('Default Action', defaultAction),
		});
	},
};
