import {
	CATALOGUE,
	ACTION_NAMES,
	type ActionName,
} from '../nodes/Leanplum/protocol/action/catalogue.ts';
import { KEYS } from '../nodes/Leanplum/protocol/action/keys.ts';
import { RESOURCES } from '../nodes/Leanplum/resources/index.ts';

const YES = 'yes';
const NO = 'no';

/** Actions that operations send without being their first one. */
const ALSO_SENT: Partial<Record<string, string>> = {
	multi: 'made by the node of several items',
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

/** How much of Leanplum's OpenAPI the node offers. */
function coverage(): string {
	const offered = PUBLISHED.filter((name) =>
		RESOURCES.some(({ operations }) => operations.some(({ sends }) => sends === name)),
	);
	const parameters = PUBLISHED.reduce(
		(sum, name) => sum + Object.keys(CATALOGUE[name].parameters).length,
		0,
	);
	return `${offered.length} of ${PUBLISHED.length} operations, ${parameters - OTHER_FORM} of ${parameters} parameters (the other ${OTHER_FORM} belong to a second form of uploadFile that excludes the first)`;
}

/** The page docs/operations.md, made from the catalogue and the operations themselves. */
export function operationsReference(): string {
	const operations = RESOURCES.flatMap((resource) => resource.operations);
	return `# Operations

Made from the code by \`npm run docs\`; do not edit it here.

The node has ${operations.length} operations on ${RESOURCES.length} resources. *Shares requests*: several items travel in one request. *Repeated*: sent again when the reply was lost, because doing it twice does no more than doing it once; increments, merges of users and the like are never repeated. *Bills users*: Leanplum counts each user in a request as a lookup, see [billing](billing.md). In every operation what Leanplum is too busy for is sent again.

| Operation | Leanplum action | Key | Shares requests | Repeated | Bills users | What it does |
| --- | --- | --- | --- | --- | --- | --- |
${operationRows()
	.map((row) => `| ${row} |`)
	.join('\n')}

## Leanplum's actions

Leanplum publishes 42 operations in its OpenAPI; JSON \`multi\` is described in its documentation only. The node offers ${coverage()}. That every one of them arrives at Leanplum under its right name and with its right key is shown by \`test/engine/everyAction.test.mts\`. Every request also carries \`appId\`, \`clientKey\` and \`apiVersion\`, which the credential adds.

| Action | Operation | Parameters |
| --- | --- | --- |
${actionRows()
	.map((row) => `| ${row} |`)
	.join('\n')}
`;
}
