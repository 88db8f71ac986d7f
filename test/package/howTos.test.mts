import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { LeanplumApi } from '../../credentials/LeanplumApi.credentials';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { LeanplumTrigger } from '../../nodes/Leanplum/LeanplumTrigger.node';

const DOCS = resolve(__dirname, '../../docs');
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

interface HowTo {
	readonly title: string;
	readonly text: string;
}

/** The how-tos of a page: lists of numbered steps, and on "How do I …" each answer. */
function howTosIn(page: string): HowTo[] {
	const text = readFileSync(join(DOCS, page), 'utf8');
	return text
		.split(/^(?=#+ )/m)
		.filter((section) => page === 'how-do-i.md' || /^1\. /m.test(section))
		.map((section) => {
			const [heading = '', ...lines] = section.split('\n');
			const isStep = (line: string) => page === 'how-do-i.md' || /^(\d+\.| {3,})/.test(line);
			return { title: `${page}: ${heading}`, text: lines.filter(isStep).join('\n') };
		});
}

/** Steps outside the Leanplum nodes, which no test can read. */
const NOT_EXECUTED = [
	'architecture.md',
	'moving-to-clevertap.md',
	'migrating-from-http-request.md',
];

const PAGES = readdirSync(DOCS).filter((page) => page.endsWith('.md'));
const HOW_TOS = PAGES.filter((page) => !NOT_EXECUTED.includes(page)).flatMap(howTosIn);

describe('A how-to', () => {
	it.each(HOW_TOS.map(({ title, text }) => [title, text]))(
		'%s names only what the editor shows',
		(_title, text) => {
			expect(unknownLabels(text)).toEqual([]);
		},
	);

	it.each(PAGES)('of %s has JSON that can be read', (page) => {
		const blocks = readFileSync(join(DOCS, page), 'utf8').matchAll(/^```json\n([\s\S]*?)^```/gm);
		for (const [, json] of blocks) expect(() => JSON.parse(json!) as unknown).not.toThrow();
	});

	it('is read from the pages', () => expect(HOW_TOS.length).toBeGreaterThan(25));
});
