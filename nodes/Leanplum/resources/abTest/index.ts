import type { IDataObject } from 'n8n-workflow';
import type { CallOperation, Resource } from '../../n8n/operation';
import { compact } from '../../n8n/itemInput';
import { additionalFields, isOn } from '../shared/additional';
import { abTestField, pickedId } from '../shared/ids';
import {
	entriesOf,
	includeDraftsField,
	limitFields,
	listArgs,
	listFilters,
	simplified,
	simplifyField,
} from '../shared/list';

const SIMPLE = [
	'id',
	'name',
	'state',
	'active',
	'created',
	'updated',
	'finished',
	'chosenVariant',
	'variants',
];

const get: CallOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get A/B test',
	description: 'Read what an A/B test is, its variants and its state',
	sends: 'getAbTest',
	fields: [
		abTestField('The A/B test to read'),
		simplifyField,
		additionalFields(includeDraftsField),
	],
	toArgs(input) {
		const { includeDrafts } = input.collection('additionalFields');
		return compact({
			id: pickedId(input, 'A/B Test', input.value('abTestId')),
			includeDrafts: includeDrafts === undefined ? undefined : isOn(includeDrafts),
		});
	},
	toOutput(answer, input) {
		const abTest = (answer.abTest ?? {}) as IDataObject;
		return input.value('simplify') === false ? abTest : simplified(abTest, SIMPLE);
	},
};

const getMany: CallOperation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many A/B tests',
	description: 'List the A/B tests of the app',
	sends: 'getAbTests',
	fields: [...limitFields, simplifyField, listFilters],
	toArgs: listArgs,
	toOutput(answer, input) {
		const tests = entriesOf(answer.abTests, input);
		return input.value('simplify') === false
			? tests
			: tests.map((test) => simplified(test, SIMPLE));
	},
};

export const abTest: Resource = { value: 'abTest', name: 'A/B Test', operations: [get, getMany] };
