import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodeTypeDescription,
} from 'n8n-workflow';

type Description = Pick<INodeTypeDescription, 'name' | 'properties'>;

const isGroup = (value: unknown): value is INodeParameters =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** Clicks to fill in a field that is in sight: one to enter a value, two to open a list and select. */
function clicksIn(property: INodeProperties, value: unknown): number {
	if (JSON.stringify(value) === JSON.stringify(property.default)) return 0;
	switch (property.type) {
		case 'options':
		case 'resourceLocator':
			return 2;
		case 'multiOptions':
			return 1 + (value as unknown[]).length;
		case 'collection': {
			// Each field: Add, its name in the list, and its value.
			const fields = property.options as INodeProperties[];
			return sum(
				Object.entries(value as object).map(([name, own]) => 2 + within(fields, name, own)),
			);
		}
		case 'fixedCollection': {
			const [part] = property.options as INodePropertyCollection[];
			const entered = (value as INodeParameters)[part!.name];
			const rows = (Array.isArray(entered) ? entered : [entered]).filter(isGroup);
			// Each row: Add, and its fields.
			return sum(
				rows.map((row) => 1 + sum(Object.entries(row).map((e) => within(part!.values, ...e)))),
			);
		}
		case 'assignmentCollection':
			// Each field is dragged from the input.
			return (value as unknown as { assignments: unknown[] }).assignments.length;
		default:
			return 1;
	}
}

function within(fields: readonly INodeProperties[], name: string, value: unknown): number {
	const field = fields.find((one) => one.name === name);
	if (!field) throw new Error(`There is no field ${name}`);
	return clicksIn(field, value);
}

/** What the action in the node panel fills in. */
const OF_THE_ACTION = new Set(['resource', 'operation', 'triggerOn']);

/**
 * Clicks to set up a node: one for its action in the node panel, and those in its fields.
 *
 * @param parameters what the node holds in the end
 */
export function clicksFor(description: Description, parameters: INodeParameters): number {
	const node = { typeVersion: 1 } as INode;
	const fields = Object.entries(parameters).filter(([name]) => !OF_THE_ACTION.has(name));
	const shown = (property: INodeProperties) =>
		NodeHelpers.displayParameter(parameters, property, node, description as INodeTypeDescription);
	const visible = description.properties.filter(shown);
	return 1 + sum(fields.map((entry) => within(visible, ...entry)));
}

const FROM_ITEM = '={{ $json.value }}';
const USER: INodeParameters = { identifyBy: 'userId', userId: FROM_ITEM };
const PICKED: INodeParameters = { __rl: true, mode: 'list', value: '1' };

/** A job, and the parameters of the nodes that do it. */
export interface Job {
	readonly name: string;
	/** Counted in the same way in the build before the panels were ordered. */
	readonly before: number;
	readonly nodes: readonly INodeParameters[];
}

/** What most people set up. */
export const JOBS: readonly Job[] = [
	{
		name: 'Send a message with two values',
		before: 10,
		nodes: [
			{
				resource: 'message',
				operation: 'send',
				messageId: PICKED,
				...USER,
				specifyValues: 'dragged',
				valuesDragged: { assignments: [{ name: 'a' }, { name: 'b' }] },
			},
		],
	},
	{
		name: 'Sync what changed each night, without creating users',
		before: 12,
		nodes: [
			{
				resource: 'user',
				operation: 'setAttributes',
				...USER,
				createDisposition: 'CreateNever',
				attributesFrom: 'item',
				options: { lastSent: FROM_ITEM },
			},
		],
	},
	{
		name: 'Track an event with value, currency, time, and two parameters',
		before: 18,
		nodes: [
			{
				resource: 'event',
				operation: 'track',
				...USER,
				event: 'Purchase',
				value: FROM_ITEM,
				currencyCode: 'EUR',
				time: FROM_ITEM,
				specifyParameters: 'dragged',
				parametersDragged: { assignments: [{ name: 'a' }, { name: 'b' }] },
			},
		],
	},
	{
		name: 'Get the sessions of a range of days as items',
		before: 9,
		nodes: [
			{
				resource: 'export',
				operation: 'rawData',
				mode: 'wait',
				output: 'items',
				startDate: FROM_ITEM,
				endDate: FROM_ITEM,
			},
		],
	},
	{
		name: 'Start a workflow when a push notification is opened or an email clicked',
		before: 6,
		nodes: [{ triggerOn: 'messageEvents', events: ['Open', 'Click'] }],
	},
];

/** The rows of the table in CONTRIBUTING.md: each job, with its clicks before and now. */
export function clickRows(descriptions: Record<'node' | 'trigger', Description>): string[][] {
	return JOBS.map(({ name, before, nodes }) => {
		const now = nodes.map((one) =>
			clicksFor('resource' in one ? descriptions.node : descriptions.trigger, one),
		);
		return [name, String(before), String(sum(now))];
	});
}
