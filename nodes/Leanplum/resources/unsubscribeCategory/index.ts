import type { CallOperation, Resource } from '../../operation/operation';
import { limitFields, preparesList } from '../shared/list';

const getMany: CallOperation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many unsubscribe categories',
	description: 'Retrieve a list of the message categories that users can unsubscribe from',
	sends: 'getUnsubscribeCategories',
	outputKeys: ['id', 'name', 'description'],
	fields: limitFields,
	prepare: preparesList('getUnsubscribeCategories', 'categories'),
};

export const unsubscribeCategory: Resource = {
	value: 'unsubscribeCategory',
	name: 'Unsubscribe Category',
	operations: [getMany],
};
