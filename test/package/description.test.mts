import { readFileSync } from 'node:fs';
import type { INodeParameters, INodeProperties, NodeParameterValue } from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { LeanplumTrigger } from '../../nodes/Leanplum/LeanplumTrigger.node';
import { LeanplumApi } from '../../credentials/LeanplumApi.credentials';
import { CATALOGUE } from '../../nodes/Leanplum/protocol/action/catalogue';
import { KEYS } from '../../nodes/Leanplum/protocol/action/keys';
import { RESOURCES } from '../../nodes/Leanplum/resources';
import { workflowOfOne } from '../../testkit/oneNode.mts';

// Rules that n8n documents for verified nodes but whose linter cannot see through assembled fields,
// or that its released linter does not have yet.

const properties = [
	...new Leanplum().description.properties,
	...new LeanplumTrigger().description.properties,
];

/** A field and all fields inside it, with the path that leads to each. */
function* withNested(
	field: INodeProperties,
	path = field.name,
): Generator<[string, INodeProperties]> {
	yield [path, field];
	for (const option of field.options ?? []) {
		if ('values' in option) {
			for (const value of option.values) yield* withNested(value, `${path}.${value.name}`);
		} else if ('type' in option) {
			yield* withNested(option, `${path}.${option.name}`);
		}
	}
}

const allFields = properties.flatMap((property) => [...withNested(property)]);

const EXEMPT_TYPES = [
	'assignmentCollection',
	'collection',
	'fixedCollection',
	'notice',
	'callout',
	'hidden',
];

describe('The fields of the nodes', () => {
	it('are many enough for these rules to mean something', () => {
		expect(allFields.length).toBeGreaterThan(100);
	});

	// Optional, yet in sight, because most people need them; CONTRIBUTING.md says why.
	const IN_SIGHT = [
		'value',
		'currencyCode',
		'time',
		'endDate',
		'audienceName',
		'fullErasure',
		'createDisposition',
		'events',
	];

	it('are required at the top level, or in a collection, but for the few that most people need', () => {
		const optional = properties.filter(
			({ name, type, required }) =>
				!required && !EXEMPT_TYPES.includes(type) && !['resource', 'operation'].includes(name),
		);
		expect(new Set(optional.map(({ name }) => name))).toEqual(new Set(IN_SIGHT));
	});

	it('have a default', () => {
		expect(
			allFields.filter(([, field]) => field.default === undefined).map(([path]) => path),
		).toEqual([]);
	});

	it('have a description that does not repeat the label', () => {
		const containers = ['collection', 'hidden', 'notice'];
		const speaking = allFields.filter(
			([, { type, name }]) =>
				!containers.includes(type) && !['resource', 'operation', 'triggerOn'].includes(name),
		);
		const withoutHelp = speaking.filter(([, { description, hint }]) => !description && !hint);
		expect(withoutHelp.map(([path]) => path)).toEqual([]);
		for (const [path, { description, displayName }] of allFields) {
			expect([path, description]).not.toEqual([path, displayName]);
		}
	});

	it('show by an example what to write into them', () => {
		const written = allFields.filter(([, { type }]) => ['string', 'json', 'number'].includes(type));
		const withoutExample = written.filter(
			([, { placeholder, description }]) =>
				!placeholder && !/such as|for example/.test(description ?? ''),
		);
		// n8n's linter prescribes the words of Limit.
		expect(withoutExample.filter(([, { name }]) => name !== 'limit')).toEqual([]);
	});

	it('explain every choice', () => {
		const choices = allFields.filter(([, { type }]) => /^(o|multiO)ptions$/.test(type));
		for (const [path, { options = [] }] of choices) {
			if (['resource', 'type'].includes(path)) continue;
			const open = options.filter((option) => 'value' in option && !option.description);
			expect([path, open.map(({ name }) => name)]).toEqual([path, []]);
		}
	});

	// Options about requests, which hardly anybody needs, stand behind the others.
	const ABOUT_REQUESTS = [
		'Batching',
		'Max Response Size (MB)',
		'Max Retries',
		'Parallel Requests',
		'Retry Delay (Milliseconds)',
		'Retry When Response Is Lost',
		'Timeout (Milliseconds)',
	];
	const isRare = (label: string) => ABOUT_REQUESTS.includes(label);
	const isUsual = (label: string) => !isRare(label);

	it('sort their options by label, without repeating a value or using an asterisk', () => {
		const inCredential = new LeanplumApi().properties.flatMap((field) => [...withNested(field)]);
		for (const [path, field] of [...allFields, ...inCredential]) {
			const labels = (field.options ?? []).map((option) =>
				'displayName' in option ? option.displayName : option.name,
			);
			const values = (field.options ?? []).map((option) =>
				'value' in option ? option.value : option.name,
			);
			const parts = path === 'options' ? [labels.filter(isUsual), labels.filter(isRare)] : [labels];
			const sorted = parts.flatMap((part) => part.sort((a, b) => a.localeCompare(b)));
			expect([path, labels]).toEqual([path, sorted]);
			expect([path, new Set(values).size]).toEqual([path, values.length]);
			expect(labels.filter((label) => label.includes('*'))).toEqual([]);
		}
	});

	it('name each row of a list by what it is about', () => {
		const lists = allFields.filter(
			([, { type, typeOptions }]) => type === 'fixedCollection' && typeOptions?.multipleValues,
		);
		expect(lists.length).toBeGreaterThan(5);
		for (const [path, { typeOptions, options = [] }] of lists) {
			const title = typeOptions?.fixedCollection?.itemTitle ?? '';
			const names = options.flatMap((row) => ('values' in row ? row.values : []));
			const isShown = names.some(({ name }) => title === `={{ $collection.item.value.${name} }}`);
			expect([path, isShown]).toEqual([path, true]);
		}
	});

	it('say in every list that is loaded from Leanplum what to do when it is slow', () => {
		// n8n knows no such notice for plain drop-downs.
		const lists = allFields.flatMap(([path, { modes = [] }]) =>
			modes
				.filter(({ typeOptions }) => typeOptions?.searchListMethod)
				.map(({ typeOptions }) => [path, typeOptions!.slowLoadNotice?.message]),
		);
		expect(lists.length).toBeGreaterThan(5);
		const silent = lists.filter(([, message]) => !/By ID/.test(message ?? ''));
		expect(silent).toEqual([]);
	});

	it('keep hints short and begin placeholders with "e.g."', () => {
		for (const [path, { hint, placeholder, type }] of allFields) {
			expect((hint ?? '').length).toBeLessThanOrEqual(120);
			if (placeholder && !['collection', 'fixedCollection'].includes(type)) {
				expect([path, placeholder]).toEqual([path, expect.stringMatching(/^e\.g\. /)]);
			}
		}
	});

	it('let days be picked without a time, which would move some of them to another day', () => {
		const days = allFields.filter(([, { hint }]) => /^Days /.test(hint ?? ''));
		expect(new Set(days.map(([, { name }]) => name))).toEqual(new Set(['startDate', 'endDate']));
		for (const [path, { type, typeOptions }] of days) {
			expect([path, type, typeOptions?.dateOnly]).toEqual([path, 'dateTime', true]);
		}
	});

	it('show below a field which key it needs and what cannot be undone', () => {
		const told = (pattern: RegExp) =>
			new Set(
				allFields.filter(([, { hint }]) => pattern.test(hint ?? '')).map(([, { name }]) => name),
			);
		expect([...told(/Development Key/)]).toEqual(
			expect.arrayContaining(['devMode', 'resetAnomalies']),
		);
		expect(told(/Cannot be undone/)).toEqual(new Set(['newUserId', 'fullErasure']));
	});

	it('mean the same by the same name in every operation', () => {
		const types = new Map<string, Set<string>>();
		for (const { name, type } of new Leanplum().description.properties) {
			types.set(name, (types.get(name) ?? new Set()).add(type));
		}
		for (const [name, kinds] of types)
			expect([name, [...kinds]]).toEqual([name, [expect.any(String)]]);
	});
});

describe('The operations', () => {
	it.each(
		RESOURCES.flatMap(({ name, operations }) =>
			operations.map((operation) => ({ name, operation })),
		),
	)('$name → $operation.name is worded as n8n asks', ({ operation }) => {
		expect(operation.action).toMatch(/^[A-Z][a-z]+( [a-zA-Z/]+)+$/);
		expect(operation.action).not.toMatch(/\b(a|an|the)\b/);
		expect(operation.description).not.toBe(operation.name);
	});
});

/** The note above the fields of an operation. */
function noticeOf(resource: string, operation: string): string | undefined {
	return new Leanplum().description.properties.find(
		({ type, displayOptions }) =>
			type === 'notice' &&
			displayOptions?.show?.resource?.[0] === resource &&
			displayOptions.show.operation?.[0] === operation,
	)?.displayName;
}

/** The hints below the fields of an operation. */
function hintsOf(resource: string, operation: string): string {
	return new Leanplum().description.properties
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.[0] === resource &&
				displayOptions.show.operation?.[0] === operation,
		)
		.map(({ hint = '' }) => hint)
		.join('\n');
}

describe('The notes above and below the fields', () => {
	it.each(
		RESOURCES.flatMap(({ value, name, operations }) =>
			operations.map((operation) => ({ resource: value, name, operation })),
		),
	)('$name → $operation.name names its key, cost and danger', ({ resource, operation }) => {
		const hints = hintsOf(resource, operation.value);
		// Custom lets the user choose the key.
		const { key } = CATALOGUE[operation.sends ?? 'track'];
		const needed = `Requires the ${KEYS[key].label} in your credential`;
		expect(hints.includes(needed)).toBe(key !== 'production');
		const reads = ['user:export', 'variable:get'].includes(`${resource}:${operation.value}`);
		expect(hints.includes('billed lookup')).toBe(reads);
		// Yellow is kept for what cannot be undone.
		const cannotBeUndone = /cannot be (undone|restored)/i.test(operation.description);
		const notice = noticeOf(resource, operation.value);
		expect(notice !== undefined).toBe(cannotBeUndone);
		expect(/cannot be (undone|restored)/i.test(notice ?? '')).toBe(cannotBeUndone);
	});
});

describe("The hints for n8n's AI builder", () => {
	const nodes = [new Leanplum().description, new LeanplumTrigger().description];

	it.each(nodes)('of $displayName name fields and nodes that exist', ({ name, builderHint }) => {
		const { searchHint = '', relatedNodes = [] } = builderHint ?? {};
		const labels = ['status', ...allFields.map(([, { displayName }]) => displayName)];
		const named = [...searchHint.matchAll(/"([^"]+)"/g)].map(([, label]) => label!);
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((label) => !labels.includes(label))).toEqual([]);

		const ours = relatedNodes
			.map(({ nodeType }) => nodeType)
			.filter((type) => type.startsWith('n8n-nodes-leanplum.'));
		// n8n makes the tool of a node that is usable as one.
		const existing = ['leanplumTool', ...nodes.map((node) => node.name)];
		expect(ours.length).toBeGreaterThan(0);
		expect(
			ours.filter((type) => !existing.includes(type.split('.')[1]!) || type.endsWith(`.${name}`)),
		).toEqual([]);
	});
});

/** An expression of the description, as n8n's editor evaluates it for a node with these parameters. */
function evaluated(expression: string, parameters: INodeParameters): NodeParameterValue {
	const { workflow } = workflowOfOne(parameters);
	return workflow.expression.getSimpleParameterValue(
		workflow.getNode('Leanplum')!,
		expression,
		'manual',
		{},
	) as NodeParameterValue;
}

it('The trigger has no yellow notice, which is kept for what cannot be undone', () => {
	const { properties: fields, hints } = new LeanplumTrigger().description;
	expect(fields.filter(({ type }) => type === 'notice')).toEqual([]);
	expect(hints).toMatchObject([{ displayCondition: expect.stringContaining('dashboardWebhook') }]);
});

describe('The hint before running', () => {
	const [hint] = new Leanplum().description.hints!;

	it.each([
		[{ previewOnly: true }, true],
		[{ previewOnly: false }, false],
		[{}, false],
		// Nobody knows before the run.
		[{ previewOnly: '={{ $json.preview }}' }, false],
	])('is shown with the options %j: %j', (options, isShown) => {
		expect(hint).toMatchObject({
			message: 'Preview Only is on: nothing will be sent',
			whenToDisplay: 'beforeExecution',
		});
		const { displayCondition } = hint!;
		const parameters = { resource: 'message', operation: 'send', options };
		expect(evaluated(displayCondition!, parameters)).toBe(isShown);
	});
});

describe('The search for nodes', () => {
	// What people type who look for this node or for something like it.
	it.each([
		'send message',
		'track event',
		'set attributes',
		'mobile push',
		'in-app message',
		'export users',
		'delete user',
		'gdpr',
		'audience',
		'analytics',
		'customer data',
		'mobile marketing',
		'clever tap',
	])('finds the node by "%s"', (typed) => {
		const codex = readFileSync('nodes/Leanplum/Leanplum.node.json', 'utf8');
		const { alias } = JSON.parse(codex) as { alias: string[] };
		expect(alias).toContain(typed);
	});
});

describe('The subtitle of the node', () => {
	it.each(
		RESOURCES.flatMap(({ value, name, operations }) =>
			operations.map((operation) => ({ resource: value, name, operation })),
		),
	)('says $name: $operation.name by their labels', ({ resource, name, operation }) => {
		const subtitle = new Leanplum().description.subtitle!;
		// n8n would end the expression at the first pair of closing braces.
		expect(subtitle.indexOf('}}')).toBe(subtitle.length - 2);
		const shown = evaluated(subtitle, { resource, operation: operation.value });
		expect(shown).toBe(`${name}: ${operation.name}`);
	});
});

describe('The credential', () => {
	it('hides every key and secret', () => {
		const keys = new LeanplumApi().properties.filter(({ name }) => /(key|secret)$/i.test(name));
		expect(keys.map(({ name }) => name)).toEqual([
			'clientKey',
			'dataExportApiKey',
			'contentReadOnlyApiKey',
			'developmentApiKey',
			'webhookSecret',
		]);
		for (const { typeOptions } of keys) expect(typeOptions?.password).toBe(true);
	});
});
