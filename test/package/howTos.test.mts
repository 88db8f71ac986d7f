import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { LeanplumApi } from '../../credentials/LeanplumApi.credentials';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { LeanplumTrigger } from '../../nodes/Leanplum/LeanplumTrigger.node';
import { DOCS, HOW_TOS, NOT_EXECUTED, PAGES } from '../../testkit/howTos.mts';

const NODE = new Leanplum().description.properties;
const TRIGGER = new LeanplumTrigger().description.properties;

/** Labels of n8n and of Leanplum's dashboard that steps name. */
const OTHERS = new Set([
	...['+', 'Continue', 'Stop Workflow', 'On Error', 'Retry On Fail', 'Settings', 'Error output'],
	...[
		'Execute step',
		'Listen for test event',
		'Production URL',
		'Publish',
		'Install',
		'Credentials',
	],
	...[
		'Create credential',
		'Filter',
		'Data table',
		'Update row(s)',
		'Object',
		'exists',
		'Remove Duplicates',
		'Community Nodes',
	],
	...[
		'Read/Write Files from Disk',
		'Leanplum',
		'Leanplum Trigger',
		'Leanplum Tool',
		'Import from file',
		'⋯',
	],
	...['App Settings', 'your app', 'Keys & Settings', 'Delivery', 'Manual', 'Authentication'],
	...['Predefined Credential Type', 'HTTP Request', 'Credential Type', 'Leanplum API'],
]);

/** The names that a field shows: its label, without what stands in parentheses, and its choices. */
function labelsOf(fields: readonly unknown[]): string[] {
	return fields.flatMap((field) => {
		const { displayName, name, options, values } = field as INodeProperties & {
			values?: unknown[];
		};
		const label = displayName ?? name;
		return [
			label,
			label.replace(/ \(.*\)$/, ''),
			...labelsOf([...(options ?? []), ...(values ?? [])]),
		];
	});
}

const labelsFor = (resource: string, operation: string) =>
	labelsOf(
		NODE.filter(({ displayOptions }) => {
			const { resource: resources, operation: operations } = displayOptions?.show ?? {};
			return resources?.includes(resource) && operations?.includes(operation);
		}),
	);

const RESOURCES = NODE.find(({ name }) => name === 'resource')!.options as Array<{
	name: string;
	value: string;
}>;

/** The operation that `Message → Send` names. */
function operationOf(text: string) {
	const [resourceName, operationName] = text.split(' → ');
	const resource = RESOURCES.find(({ name }) => name === resourceName)?.value;
	if (resource === undefined) return undefined;
	const field = NODE.find(
		({ name, displayOptions }) =>
			name === 'operation' && displayOptions?.show?.resource?.includes(resource),
	);
	const operation = (field?.options as Array<{ name: string; value: string }>).find(
		({ name }) => name === operationName,
	)?.value;
	return operation === undefined ? undefined : { resource, operation };
}

const ANYWHERE: ReadonlySet<unknown> = new Set<unknown>([
	...OTHERS,
	...labelsOf(TRIGGER),
	...labelsOf(new LeanplumApi().properties),
]);

/** For steps that hold for several operations, or name one by its action. */
const OF_ANY_OPERATION: ReadonlySet<unknown> = new Set<unknown>([
	...ANYWHERE,
	...labelsOf(NODE),
	...NODE.flatMap(({ options = [] }) => options.map((one) => 'action' in one && one.action)),
]);

/** What the bold words of a how-to name that the editor does not show in this place. */
function unknownLabels(text: string): string[] {
	const paths = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, bold]) =>
		bold!.replace(/^Leanplum → /, ''),
	);
	let known = paths.some(operationOf) ? ANYWHERE : OF_ANY_OPERATION;
	const unknown: string[] = [];
	for (const path of paths) {
		const chosen = operationOf(path);
		if (chosen) known = new Set([...known, ...labelsFor(chosen.resource, chosen.operation)]);
		else unknown.push(...path.split(' → ').filter((label) => !known.has(label)));
	}
	return unknown;
}

/** Steps in other programs than the editor, whose labels no test can read. */
const OUTSIDE = ['moving-to-clevertap.md', 'migrating-from-http-request.md'];

describe('A how-to', () => {
	const steps = HOW_TOS.map(({ page, title, steps }) => [page, title, steps.join('\n')] as const);
	it.each(steps.filter(([page]) => !OUTSIDE.includes(page)))(
		'of %s, %s names only what the editor shows',
		(_page, _title, text) => {
			expect(unknownLabels(text)).toEqual([]);
		},
	);

	it('that no test executes is listed with the reason', () => {
		const readme = readFileSync('e2e/README.md', 'utf8');
		for (const [title, reason] of Object.entries(NOT_EXECUTED)) {
			const howTo = HOW_TOS.find((one) => one.title === title);
			expect(readme).toContain(`](../docs/${howTo?.page}): ${reason}`);
		}
	});

	it.each(PAGES)('of %s has JSON that can be read', (page) => {
		const blocks = readFileSync(join(DOCS, page), 'utf8').matchAll(/^```json\n([\s\S]*?)^```/gm);
		for (const [, json] of blocks) expect(() => JSON.parse(json!) as unknown).not.toThrow();
	});

	it('is read from the pages', () => expect(HOW_TOS.length).toBeGreaterThan(25));
});
