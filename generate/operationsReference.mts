import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import {
	CATALOGUE,
	ACTION_NAMES,
	type ActionName,
} from '../nodes/Leanplum/protocol/action/catalogue.ts';
import { KEYS } from '../nodes/Leanplum/protocol/action/keys.ts';
import { SHARED_OPTIONS } from '../nodes/Leanplum/operation/fields/options.ts';
import { RESOURCES } from '../nodes/Leanplum/resources/index.ts';
import { outputFieldRows } from './outputFields.mts';

const YES = 'yes';
const NO = 'no';

/** Actions that operations send without being their first one. */
const ALSO_SENT: Partial<Record<string, string>> = {
	multi: 'created automatically for several items',
};

/** Operations that send whatever action the user chooses, and what that means for the rest of their row. */
const CHOSEN: Partial<Record<string, { action: string; rest: string }>> = {
	callAction: { action: 'any', rest: 'as chosen' },
	importFile: { action: 'any on users or devices', rest: 'as the action' },
};

/** Whether Leanplum bills the users that an action is about. */
function billing(name: ActionName): string {
	// Leanplum works through the rows in portions, whose users it bills (OAS multi).
	if (name === 'multiCsv') return 'users of the rows';
	return CATALOGUE[name].billed ? YES : NO;
}

function factsOf(name: ActionName): string[] {
	const { action, key, batch, repeatable } = CATALOGUE[name];
	return [
		`\`${action}\``,
		KEYS[key].label,
		batch === 'proven' ? YES : NO,
		repeatable ? YES : NO,
		billing(name),
	];
}

function operationRows(): string[] {
	return RESOURCES.flatMap(({ name: resource, operations }) =>
		operations.map(({ name, sends, value, description }) => {
			const { action, rest } = CHOSEN[value] ?? {};
			const facts =
				sends === undefined || action !== undefined
					? [action, rest, rest, rest, rest]
					: factsOf(sends);
			return [`**${resource}** → ${name}`, ...facts, description].join(' | ');
		}),
	);
}

function actionRows(): string[] {
	return ACTION_NAMES.map((name) => {
		const { action, parameters, undocumented = {} } = CATALOGUE[name];
		const offeredBy = RESOURCES.flatMap(({ name: resource, operations }) =>
			operations
				.filter(({ sends, value }) => sends === name && !CHOSEN[value])
				.map((operation) => `${resource} → ${operation.name}`),
		);
		const names = Object.keys(parameters).map((parameter) => `\`${parameter}\``);
		const more = Object.keys(undocumented).map(
			(parameter) => `\`${parameter}\` (not in the OpenAPI)`,
		);
		return [
			`\`${action}\`${name === action ? '' : ' (CSV)'}`,
			offeredBy.join(', ') || ALSO_SENT[name],
			[...names, ...more].join(', ') || '–',
		].join(' | ');
	});
}

/** Leanplum's own operations: all but JSON multi, which its OpenAPI leaves out. */
const PUBLISHED = ACTION_NAMES.filter((name) => name !== 'multi');

/**
 * Of two forms of an upload that exclude each other the node sends the one for several files, so the
 * arguments of the other are not sent (OAS uploadFile).
 */
const OTHER_FORM = 4;

function optionRow({ displayName, default: value, options, description }: INodeProperties): string {
	const choice = (options as INodePropertyOptions[] | undefined)?.find(
		(one) => one.value === value,
	);
	const isNumber = typeof value === 'number';
	const shown = choice?.name ?? (isNumber ? value.toLocaleString('en-US') : 'Off');
	return `**${displayName}** | ${shown} | ${description}`;
}

/** How much of Leanplum's OpenAPI the node offers. */
function coverage(): string {
	const offered = PUBLISHED.filter((name) =>
		RESOURCES.some(({ operations }) => operations.some(({ sends }) => sends === name)),
	);
	const parameters = PUBLISHED.reduce(
		(sum, name) => sum + Object.keys(CATALOGUE[name].parameters).length,
		0,
	);
	return `${offered.length} of ${PUBLISHED.length} operations, ${parameters - OTHER_FORM} of ${parameters} parameters (the other ${OTHER_FORM} belong to another form of uploadFile, which can't be combined with this one)`;
}

/** The page docs/operations.md, made from the catalogue and the operations themselves. */
export function operationsReference(): string {
	const operations = RESOURCES.flatMap((resource) => resource.operations);
	return `# Operations

Look up an operation's key, whether it's batched, and whether it's billed.

Generated from the code by \`npm run docs\`. Don't edit this file.

The node has ${operations.length} operations for ${RESOURCES.length} resources.

- **Batched**: the node puts several items into one request.
- **Retried**: the node sends it again if the response is lost, because doing it twice changes nothing. Increments and merges are never retried.
- **Bills users**: Leanplum bills a lookup for each user in a request. See [Billing](billing.md).

If Leanplum is busy, the node waits and retries in every operation.

| Operation | Leanplum action | Key | Batched | Retried | Bills users | What it does |
| --- | --- | --- | --- | --- | --- | --- |
${operationRows()
	.map((row) => `| ${row} |`)
	.join('\n')}

## Shared options

Each operation has the options that it uses. Options about requests come last.

| Option | Default | What it does |
| --- | --- | --- |
${SHARED_OPTIONS.map((option) => `| ${optionRow(option)} |`).join('\n')}

See [Send Once, and Preview Only](send-once.md).

## Output fields

The items of an operation have the same fields in every status. A field without a value is \`null\`. Entries of lists, lines of exports, and the response to **Call Action** also have Leanplum's own fields. Items with the status \`failed\`, \`unknown\`, or \`notSent\` also have \`error\`, and items of a preview have \`preview\`. \`test/engine/outputKeys.test.mts\` checks this for every operation and status.

| Operation | Statuses | Fields |
| --- | --- | --- |
${outputFieldRows()
	.map((row) => `| ${row} |`)
	.join('\n')}

## Leanplum's actions

Leanplum's OpenAPI has 42 operations. JSON \`multi\` is only in its documentation. The node covers ${coverage()}. \`test/engine/everyAction.test.mts\` checks that each one reaches Leanplum with its name and key. The credential adds \`appId\`, \`clientKey\`, and \`apiVersion\` to every request.

| Action | Operation | Parameters |
| --- | --- | --- |
${actionRows()
	.map((row) => `| ${row} |`)
	.join('\n')}
`;
}
