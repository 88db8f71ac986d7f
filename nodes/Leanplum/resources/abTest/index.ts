import type { Resource } from '../../operation/operation';
import { getMany, getOne } from '../shared/fields/content';
import { abTestField } from '../shared/fields/ids';

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

const getAbTest = getOne({
	action: 'Get A/B test',
	description: 'Retrieve an A/B test with its variants and state',
	sends: 'getAbTest',
	field: abTestField('The A/B test to read'),
	member: 'abTest',
	simple: SIMPLE,
});

const getAbTests = getMany({
	action: 'Get many A/B tests',
	description: 'Retrieve a list of A/B tests',
	sends: 'getAbTests',
	member: 'abTests',
	simple: SIMPLE,
});

export const abTest: Resource = {
	value: 'abTest',
	name: 'A/B Test',
	operations: [getAbTest, getAbTests],
};
