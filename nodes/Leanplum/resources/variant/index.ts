import type { IDataObject } from 'n8n-workflow';
import type { CallOperation, Resource } from '../../n8n/operation';
import { compact } from '../../n8n/itemInput';
import { additionalFields, isOn } from '../shared/additional';
import { pickedId, variantField } from '../shared/ids';
import { includeDraftsField } from '../shared/list';

const get: CallOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get variant',
	description: 'Read a variant of an A/B test: its share of users and its variables',
	sends: 'getVariant',
	fields: [variantField('The variant to read'), additionalFields(includeDraftsField)],
	toArgs(input) {
		const { includeDrafts } = input.collection('additionalFields');
		return compact({
			id: pickedId(input, 'Variant', input.value('variantId')),
			includeDrafts: includeDrafts === undefined ? undefined : isOn(includeDrafts),
		});
	},
	toOutput: (answer) => (answer.variant ?? {}) as IDataObject,
};

export const variant: Resource = { value: 'variant', name: 'Variant', operations: [get] };
