import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	choice,
	date,
	id,
	list,
	number,
	numericId,
	text,
	whole,
	yesNo,
	ZONE,
	type Cases,
} from '../values/cases.mts';
import { asCell, asItIs, inField, inUntypedColumn, type Wanted } from '../values/waysIn.mts';
import { runAgent } from './agent.mts';
import { QUICK, TestApp } from './testApp.mts';

/** Every value of test/values/cases.mts by every way in; what counts is the body that the server received. */

const testApp = TestApp.forThisFile();

/** Whether n8n can hold a value in an item, where everything is JSON. */
function isJson(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	if (typeof value === 'object' && value !== null) {
		const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
		return isPlain && Object.values(value).every(isJson);
	}
	return typeof value !== 'undefined' && typeof value !== 'bigint';
}

type Given = readonly [value: unknown, wanted: Wanted];

const inItems = (cases: Cases): Given[] => inField(cases).filter(([value]) => isJson(value));

/** As text, which is all that cells hold; of other values those that it tells from no text. */
const inCells = (cases: Cases): Given[] =>
	inField(cases).flatMap(([value, wanted]): Given[] => {
		const cell = asCell(value);
		const isClear = typeof value === 'string' || ('sent' in wanted && !Array.isArray(wanted.sent));
		return cell !== undefined && isClear ? [[cell, wanted]] : [];
	});

/** What a way made of values, by their position: the arguments that arrived, and what the user was told. */
interface Made {
	readonly args: (index: number) => IDataObject | undefined;
	readonly told: (index: number) => string;
}

/** Finds the arguments of each value by the user that they are about, or by the text of an event. */
async function received(action: string, told: (index: number) => string): Promise<Made> {
	const calls = (await testApp.received(action)).map(({ args }) => args);
	const byMark = new Map(calls.map((args) => [args.info ?? args.userId, args]));
	return { args: (index) => byMark.get(`u${index}`) as IDataObject | undefined, told };
}

const MARK = '={{ $json.mark }}';

async function asItems(action: string, parameters: INodeParameters, given: readonly Given[]) {
	const { json } = await testApp.run(
		parameters,
		given.map(([v], index) => ({ mark: `u${index}`, v }) as IDataObject),
		{ settings: { onError: 'continueRegularOutput' }, timezone: ZONE },
	);
	expect(json).toHaveLength(given.length);
	return await received(action, (index) => JSON.stringify(json[index]));
}

/** Agents give text. */
async function asAgent(action: string, parameters: INodeParameters, given: readonly Given[]) {
	const asTool = JSON.parse(
		JSON.stringify(parameters)
			.replaceAll(MARK, "={{ $fromAI('mark', 'A mark', 'string') }}")
			.replaceAll('={{ $json.v }}', "={{ $fromAI('v', 'A value', 'string') }}"),
	) as INodeParameters;
	const { said } = await runAgent(
		testApp,
		[{ name: 'Tool', parameters: asTool, settings: { onError: 'continueRegularOutput' } }],
		given.map(([v], index) => ({ mark: `u${index}`, v: v as string })),
		ZONE,
	);
	return await received(action, (index) => JSON.stringify(said[index]));
}

const quoted = (cell: unknown) => `"${String(cell).replaceAll('"', '""')}"`;

async function asCsv(
	action: string,
	header: string,
	row: (cell: string, mark: string) => string,
	given: readonly Given[],
	options: IDataObject = {},
) {
	const { json, error } = await testApp.run(
		{
			resource: 'import',
			operation: 'importFile',
			binaryPropertyName: 'data',
			defaultAction: action,
			options: {
				...QUICK,
				skipWrongRows: true,
				ifRowsFail: 'report',
				maxFailedRows: 500,
				...options,
			},
		},
		[{}],
		{
			binary: {
				data: [header, ...given.map(([v], index) => row(quoted(v), `u${index}`))].join('\n'),
			},
			timezone: ZONE,
		},
	);
	const failed = (json[0]?.failedRows ?? []) as IDataObject[];
	const why = (index: number) => failed.find(({ row: number }) => number === index + 2);
	return await received(action, (index) => JSON.stringify(why(index) ?? error?.message ?? ''));
}

/** Compares what arrived with what was wanted. */
function expectAll(
	given: readonly Given[],
	{ args, told }: Made,
	valueOf: (args: IDataObject) => unknown,
	/** Whether nothing is sent for a value that is empty. */
	isNeeded = true,
): void {
	const found = given.map(([value], index) => {
		const sent = args(index);
		return [value, sent && valueOf(sent)];
	});
	expect(found).toEqual(
		given.map(([value, wanted]) => [value, 'sent' in wanted ? wanted.sent : undefined]),
	);
	given.forEach(([value, wanted], index) => {
		if ('refused' in wanted) {
			expect([value, args(index)]).toEqual([value, undefined]);
			// Texts in JSON stand in the output with their quotes escaped.
			const said = told(index).replace(/\\+"/g, '"');
			expect(said).toContain(wanted.refused.replace(/\\+"/g, '"'));
		} else if ('empty' in wanted) {
			expect([value, args(index) === undefined]).toEqual([value, isNeeded]);
		}
	});
}

const SET: INodeParameters = {
	resource: 'user',
	operation: 'setAttributes',
	identifyBy: 'userId',
	userId: MARK,
};

const TYPES: ReadonlyArray<readonly [string, Cases]> = [
	['boolean', yesNo],
	['number', number],
	['date', date],
	['string', text],
	['list', list],
];

const BATCHING = ['automatic', 'off'] as const;

describe.each(TYPES)('An attribute of the type %s', (type, cases) => {
	const valueOf = ({ userAttributes }: IDataObject) => (userAttributes as IDataObject).v;
	const rows = {
		attributesFrom: 'fields',
		attributes: { row: [{ name: 'v', type, [`${type}Value`]: '={{ $json.v }}' }] },
	};
	const typed = { row: [{ name: 'v', type }] };
	const allFields = { attributesFrom: 'item', excludedFields: 'mark' };

	describe.each(BATCHING)('with Batching "%s"', (batching) => {
		const options = { ...QUICK, batching };

		it.each<[string, INodeParameters]>([
			['Fields below', rows],
			['All Fields with Field Types', { ...allFields, fieldTypes: typed }],
		])('is what its kind says in %s', async (_way, parameters) => {
			const given = inItems(cases);
			const made = await asItems('setUserAttributes', { ...SET, ...parameters, options }, given);
			expectAll(given, made, valueOf);
		});

		it.each<[string, INodeParameters]>([
			['JSON', { attributesFrom: 'json', attributesJson: '={{ { v: $json.v } }}' }],
			['All Fields without Field Types', allFields],
		])('keeps its type in %s', async (way, parameters) => {
			const given = inItems(cases)
				// In JSON null clears.
				.filter(([value]) => way !== 'JSON' || value !== null)
				.map(([value]): Given => [value, asItIs(value)]);
			const made = await asItems('setUserAttributes', { ...SET, ...parameters, options }, given);
			expectAll(given, made, valueOf);
		});

		it('is what its kind says in a CSV file with Field Types', async () => {
			const given = inCells(cases);
			const made = await asCsv(
				'setUserAttributes',
				'userId,v',
				(cell, mark) => `${mark},${cell}`,
				given,
				{ fieldTypes: typed, batching },
			);
			expectAll(given, made, valueOf);
		});
	});

	it('is what its kind says from an AI agent', async () => {
		const given = inItems(cases).filter(([value]) => typeof value === 'string');
		expectAll(
			given,
			await asAgent('setUserAttributes', { ...SET, ...rows, options: QUICK }, given),
			valueOf,
		);
	});

	it('is what its column shows in a CSV file', async () => {
		const given = inCells(cases).map(([cell]): Given => [cell, inUntypedColumn(cell as string)]);
		const [whole, refusing] = [false, true].map((refuses) =>
			given.filter(([, wanted]) => 'fileRefused' in wanted === refuses),
		) as [Given[], Given[]];
		// Each has a column of its own, whose other cells say nothing.
		const columns = whole.map((_, index) => `v${index}`);
		const made = await asCsv(
			'setUserAttributes',
			['userId', ...columns].join(','),
			(cell, mark) =>
				[mark, ...columns.map((name) => (`u${name.slice(1)}` === mark ? cell : ''))].join(','),
			whole,
		);
		expectAll(whole, made, ({ userAttributes }) => Object.values(userAttributes as IDataObject)[0]);
		for (const one of refusing) {
			testApp.credential = await testApp.newCredential();
			const file = await asCsv('setUserAttributes', 'userId,v', (cell, mark) => `${mark},${cell}`, [
				one,
			]);
			expect(file.told(0)).toContain((one[1] as { fileRefused: string }).fileRefused);
			expect(await testApp.requests()).toEqual([]);
		}
	});
});

/** A kind of argument, and how it gets into the node besides rows of attributes. */
interface ArgumentWays {
	readonly cases: Cases;
	readonly action: string;
	readonly parameters: INodeParameters;
	/** The same as arguments of a custom action. */
	readonly args: string;
	readonly header: string;
	readonly row: (cell: string, mark: string) => string;
	readonly valueOf: (args: IDataObject) => unknown;
	/** Whether nothing can be sent without it. */
	readonly isNeeded: boolean;
}

const TRACK: INodeParameters = {
	resource: 'event',
	operation: 'track',
	identifyBy: 'userId',
	event: 'Buy',
	options: QUICK,
};

const ARGUMENTS: Readonly<Record<string, ArgumentWays>> = {
	'user ID': {
		cases: id,
		action: 'track',
		parameters: { ...TRACK, userId: '={{ $json.v }}', additionalFields: { info: MARK } },
		args: '={{ { userId: $json.v, event: "Buy", info: $json.mark } }}',
		header: 'userId,event,info',
		row: (cell, mark) => `${cell},Buy,${mark}`,
		valueOf: ({ userId }) => userId,
		isNeeded: true,
	},
	'ID from Leanplum': {
		cases: numericId,
		action: 'sendMessage',
		parameters: {
			resource: 'message',
			operation: 'send',
			identifyBy: 'userId',
			userId: MARK,
			messageId: { __rl: true, mode: 'id', value: '={{ $json.v }}' },
			options: QUICK,
		},
		args: '={{ { userId: $json.mark, messageId: $json.v } }}',
		header: 'userId,messageId',
		row: (cell, mark) => `${mark},${cell}`,
		valueOf: ({ messageId }) => messageId,
		isNeeded: true,
	},
	choice: {
		cases: choice,
		action: 'track',
		parameters: {
			...TRACK,
			userId: MARK,
			additionalFields: { createDisposition: '={{ $json.v }}' },
		},
		args: '={{ { userId: $json.mark, event: "Buy", createDisposition: $json.v } }}',
		header: 'userId,event,createDisposition',
		row: (cell, mark) => `${mark},Buy,${cell}`,
		valueOf: ({ createDisposition }) => createDisposition,
		isNeeded: false,
	},
	increment: {
		cases: whole,
		action: 'setUserAttributes',
		parameters: {
			...SET,
			attributes: { row: [{ name: 'seen', type: 'boolean', booleanValue: true }] },
			additionalFields: {
				valuesToIncrement: { row: [{ name: 'v', type: 'number', numberValue: '={{ $json.v }}' }] },
			},
			options: QUICK,
		},
		args: '={{ { userId: $json.mark, userAttributes: { seen: true }, userAttributeValuesToIncrement: { v: $json.v } } }}',
		header: 'userId,userAttributes.seen,userAttributeValuesToIncrement.v',
		row: (cell, mark) => `${mark},TRUE,${cell}`,
		valueOf: ({ userAttributeValuesToIncrement: values }) => (values as IDataObject | undefined)?.v,
		isNeeded: false,
	},
};

describe.each(Object.entries(ARGUMENTS))('A value of the kind: %s', (_kind, ways) => {
	const { cases, action, parameters, args, header, row, valueOf, isNeeded } = ways;
	const options = (batching: string) => ({ options: { ...QUICK, batching } });

	it.each(BATCHING)('is what its kind says in a field, with Batching "%s"', async (batching) => {
		const given = inItems(cases);
		const made = await asItems(action, { ...parameters, ...options(batching) }, given);
		expectAll(given, made, valueOf, isNeeded);
	});

	it('is what its kind says in Custom', async () => {
		const given = inItems(cases);
		const custom = { resource: 'custom', operation: 'callAction', leanplumAction: action };
		const made = await asItems(action, { ...custom, argumentsJson: args, options: QUICK }, given);
		expectAll(given, made, valueOf, isNeeded);
	});

	it('is what its kind says in a CSV file', async () => {
		const given = inCells(cases);
		expectAll(given, await asCsv(action, header, row, given), valueOf, isNeeded);
	});

	it('is what its kind says from an AI agent', async () => {
		const given = inItems(cases).filter(([value]) => typeof value === 'string');
		expectAll(given, await asAgent(action, parameters, given), valueOf, isNeeded);
	});
});
