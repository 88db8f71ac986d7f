import type { Resource } from '../../operation/operation';
import { getOne } from '../shared/fields/content';
import { variantField } from '../shared/fields/ids';

const getVariant = getOne({
	action: 'Get variant',
	description: 'Retrieve a variant of an A/B test with its variables and share of users',
	sends: 'getVariant',
	outputKeys: ['id', 'name', 'percent', 'variables'],
	field: variantField('The variant to read'),
	member: 'variant',
});

export const variant: Resource = {
	value: 'variant',
	name: 'Variant',
	operations: [getVariant],
};
