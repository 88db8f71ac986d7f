import type { INodeParameters } from 'n8n-workflow';
import { fromList, WELCOME_PUSH, BUTTON_COLOUR } from '../../generate/pages/example.mts';
import { LEANPLUM_NODE, LEANPLUM_TRIGGER } from '../lib/package.mts';

/** A panel that docs/panels.md shows: a job, and what the node holds when it is filled in. */
export interface Panel {
	/** Of the node, and of its pictures in lower case. */
	name: string;
	type: string;
	parameters: INodeParameters;
}

const node = (name: string, parameters: INodeParameters): Panel => ({
	name,
	type: LEANPLUM_NODE,
	parameters,
});

const USER = { userId: '={{ $json.userId }}' };
const YESTERDAY = '={{ $today.minus({ days: 1 }) }}';
const dragged = (...names: string[]) => ({
	assignments: names.map((name) => ({
		id: name,
		name,
		value: `={{ $json.${name} }}`,
		type: 'string',
	})),
});

export const PANELS: readonly Panel[] = [
	node('Event Track', {
		resource: 'event',
		operation: 'track',
		...USER,
		event: 'Purchase',
		value: '={{ $json.total }}',
		currencyCode: 'EUR',
		time: '={{ $json.paidAt }}',
		specifyParameters: 'dragged',
		parametersDragged: dragged('order', 'shop'),
	}),
	node('Message Send', {
		resource: 'message',
		operation: 'send',
		messageId: WELCOME_PUSH,
		...USER,
		specifyValues: 'dragged',
		valuesDragged: dragged('firstName', 'city'),
		options: {
			sendOnce: { once: { sendOnce: 'executions', sendOnceKey: '=welcome {{ $json.userId }}' } },
		},
	}),
	node('User Set Attributes', {
		resource: 'user',
		operation: 'setAttributes',
		...USER,
		createDisposition: 'CreateNever',
		attributesFrom: 'dragged',
		attributesDragged: dragged('plan', 'city'),
	}),
	node('User Set All Fields', {
		resource: 'user',
		operation: 'setAttributes',
		...USER,
		createDisposition: 'CreateNever',
		attributesFrom: 'item',
		fieldTypes: {
			row: [
				{ name: 'optIn', type: 'boolean' },
				{ name: 'since', type: 'date' },
			],
		},
		options: { lastSent: '={{ $json.lastSent }}' },
	}),
	node('User Delete', { resource: 'user', operation: 'delete', ...USER, fullErasure: true }),
	node('Export Raw Data', {
		resource: 'export',
		operation: 'rawData',
		output: 'items',
		returnAll: true,
		startDate: YESTERDAY,
		endDate: YESTERDAY,
	}),
	node('Export Users', {
		resource: 'export',
		operation: 'users',
		audienceName: 'Subscribers',
		additionalFields: { abTestId: BUTTON_COLOUR },
	}),
	node('Export Report', {
		resource: 'export',
		operation: 'report',
		dataType: 'MessageResults',
		startDate: YESTERDAY,
		messageId: WELCOME_PUSH,
		endDate: YESTERDAY,
	}),
	node('Import CSV File', {
		resource: 'import',
		operation: 'importFile',
		userIdColumn: 'Email',
	}),
	node('AB Test Get', {
		resource: 'abTest',
		operation: 'get',
		abTestId: fromList('4810110002000001', 'Button colour'),
	}),
	{
		name: 'Trigger',
		type: LEANPLUM_TRIGGER,
		parameters: { triggerOn: 'messageEvents', events: ['Open', 'Click'] },
	},
];
