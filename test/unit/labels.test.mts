import type { INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { isTask, type Operation } from '../../nodes/Leanplum/operation/operation';
import { ParameterReader } from '../../nodes/Leanplum/operation/fields/parameters';
import type { TaskTools } from '../../nodes/Leanplum/operation/taskTools';
import { RESOURCES } from '../../nodes/Leanplum/resources';
import { ItemOptions, prepareItems } from '../../nodes/Leanplum/run/prepare';
import { FULL_USES, FURTHER_USES } from '../engine/everyParameter.mts';
import { leavesOf, withFuzzed } from '../engine/fuzz.mts';
import { KINDS } from '../values/cases.mts';
import { contextOf } from './parameterReader.mts';

const PROPERTIES = new Leanplum().description.properties;

/** Values of which every field refuses some. */
const VALUES: readonly unknown[] = [
	...Object.values(KINDS).flatMap(({ refused }) => refused.slice(0, 2).map(([given]) => given)),
	...['', ' ', 'x'.repeat(5000), '{"a":1}', '{"":{}}', '[1]', '2026-02-30', '__proto__'],
	...[-1, 0.5, 1e21, true, null, [], [[]], {}, { a: {} }, new Date(Number.NaN)],
];

type Values = Readonly<Record<string, unknown>>;

/** Whether the editor shows a field; what is given by an expression decides nothing. */
function isShown({ displayOptions }: INodeProperties, siblings: Values, all: Values): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, wanted]) => {
		const value = name.startsWith('/') ? all[name.slice(1)] : siblings[name];
		const isOpen = value === undefined || (typeof value === 'string' && value.startsWith('='));
		return isOpen || (wanted as unknown[]).includes(value);
	});
}

/** The labels of fields and of everything in them. */
function* labelsIn(
	fields: readonly INodeProperties[],
	siblings: Values,
	all: Values,
): Generator<string> {
	for (const field of fields) {
		if (!isShown(field, siblings, all)) continue;
		yield field.displayName;
		const inner = (field.options ?? []) as Array<INodeProperties | INodePropertyCollection>;
		if (field.type === 'collection') yield* labelsIn(inner as INodeProperties[], {}, all);
		if (field.type !== 'fixedCollection') continue;
		for (const group of inner as INodePropertyCollection[]) {
			yield group.displayName;
			yield* labelsIn(group.values, {}, all);
		}
	}
}

/** What the editor says for a node with these parameters. */
function labelsOf(parameters: INodeParameters): string[] {
	const defaults = Object.fromEntries(
		PROPERTIES.filter((field) => isShown(field, parameters, parameters)).map((field) => [
			field.name,
			field.default,
		]),
	);
	const all = { ...defaults, ...parameters };
	return [...labelsIn(PROPERTIES, all, all)];
}

/** Whether it is a label, perhaps with the name of an entry behind it and the label of a part of that. */
function isLabel(field: string, labels: readonly string[]): boolean {
	return labels.some((label) => {
		if (field === label) return true;
		if (!field.startsWith(`${label} `)) return false;
		// `Event "Buy" Count`, `Device 2: App Version`
		const rest = field.slice(label.length + 1).replace(/^(".*"|\d+:)( |$)/s, '');
		return rest === '' || labels.includes(rest);
	});
}

class Sent extends Error {}

/** What a task may use, all of which would be after its input was read. */
const NO_TOOLS = new Proxy({ binaryProperties: ['data'], previewOnly: false } as object, {
	get: (tools, name) =>
		Reflect.get(tools, name) ??
		(() => {
			throw new Sent(String(name));
		}),
}) as TaskTools;

/** The fields that an operation complains of for items with these values. */
async function complaintsOf(
	operation: Operation,
	parameters: INodeParameters,
): Promise<ReadonlySet<string>> {
	const items = VALUES.map((value) => ({ value }));
	const context = contextOf(parameters, items);
	const reader = new ParameterReader(context);
	const prepared = prepareItems(
		context,
		operation,
		reader,
		new ItemOptions(reader, context.getNode()),
		new Map(),
	);
	if (isTask(operation)) {
		await Promise.allSettled(
			prepared.ready.map(async ({ input }) => await operation.perform(input, NO_TOOLS)),
		);
	}
	const problems = [...prepared.invalid, ...prepared.ready].flatMap(({ input }) => input.problems);
	return new Set(problems.map(({ field }) => field));
}

/** The Options of an operation, each with something in it. */
function optionsOf({ resource, operation }: INodeParameters): INodeParameters {
	const values = { resource, operation };
	const field = PROPERTIES.find((one) => one.name === 'options' && isShown(one, values, values));
	const options = (field?.options ?? []) as INodeProperties[];
	return Object.fromEntries(
		options
			.filter(({ type }) => type !== 'fixedCollection')
			.map(({ name, default: initial }) => [name, initial]),
	) as INodeParameters;
}

/** A use of an operation, and its fields that get the values. */
interface Use {
	parameters: INodeParameters;
	ways: string[][];
}

function usesOf(parameters: INodeParameters): Use[] {
	const all: INodeParameters = { ...parameters };
	all.options = { ...optionsOf(all), ...(all.options as INodeParameters) };
	const uses = [{ parameters: all, ways: leavesOf(all) }];
	if (all.identifyBy !== 'both') return uses;
	for (const id of ['userId', 'deviceId']) {
		uses.push({ parameters: { ...all, identifyBy: id }, ways: [[id]] });
	}
	return uses;
}

const USES = [...FULL_USES, ...FURTHER_USES].flatMap(({ parameters, also = [] }) =>
	[{}, ...also].flatMap((more) => usesOf({ ...parameters, ...more } as INodeParameters)),
);

describe('What the node complains of', () => {
	const named = new Set<string>();

	it.each(USES)(
		'is a label that the editor shows: $parameters.resource → $parameters.operation',
		async ({ parameters, ways }) => {
			const resource = RESOURCES.find(({ value }) => value === parameters.resource)!;
			const operation = resource.operations.find(({ value }) => value === parameters.operation)!;
			const labels = labelsOf(parameters);
			const strange: string[] = [];
			for (const way of ways) {
				for (const field of await complaintsOf(operation, withFuzzed(parameters, way))) {
					named.add(field);
					if (!isLabel(field, labels)) strange.push(`${way.join('.')}: ${field.slice(0, 80)}`);
				}
			}
			expect(strange).toEqual([]);
		},
	);

	it('is most of what there is', () => {
		expect(named.size).toBeGreaterThan(100);
	});
});
