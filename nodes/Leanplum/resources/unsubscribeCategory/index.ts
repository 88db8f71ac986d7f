import type { CallOperation, Resource } from '../../operation/operation';
import { entriesOf, limitFields, noListArgs } from '../shared/list';

const getMany: CallOperation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many unsubscribe categories',
	description: 'List the categories of messages that users can unsubscribe from',
	sends: 'getUnsubscribeCategories',
	outputKeys: ['id', 'name', 'description'],
	fields: limitFields,
	toArgs: noListArgs,
	toOutput: (answer, input) => entriesOf(answer.categories, input),
};

export const unsubscribeCategory: Resource = {
	value: 'unsubscribeCategory',
	name: 'Unsubscribe Category',
	operations: [getMany],
};
