import type { Resource } from '../../operation/operation';
import { getMany, getOne } from '../shared/content';
import { abTestField } from '../shared/ids';

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
	description: 'Read what an A/B test is, its variants and its state',
	sends: 'getAbTest',
	field: abTestField('The A/B test to read'),
	member: 'abTest',
	simple: SIMPLE,
});

const getAbTests = getMany({
	action: 'Get many A/B tests',
	description: 'List the A/B tests of the app',
	sends: 'getAbTests',
	member: 'abTests',
	simple: SIMPLE,
});

export const abTest: Resource = {
	value: 'abTest',
	name: 'A/B Test',
	operations: [getAbTest, getAbTests],
};
