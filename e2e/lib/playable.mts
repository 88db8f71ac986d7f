import type { WorkflowFile } from './api.mts';
import { companion } from './examples.mts';
import { CREDENTIAL_TYPE } from './package.mts';

/** Hosts of services that a template only names. */
const EXAMPLE_HOST = /https:\/\/([\w-]+\.)+example\.com/;

/** What a template needs that a Leanplum alone doesn't have; empty if it runs at once. */
export function needsOf(file: WorkflowFile): string[] {
	const nodes = file.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	const credentials = nodes.flatMap(({ credentials = {} }) => Object.values(credentials));
	const others = nodes.flatMap(({ credentials = {} }) => Object.keys(credentials));
	const names = others
		.map((type, index) => (type === CREDENTIAL_TYPE ? '' : credentials[index]!.name))
		.filter(Boolean);
	const hosts = nodes.flatMap(({ name, parameters }) =>
		EXAMPLE_HOST.test(JSON.stringify(parameters)) ? [`your own API in "${name}"`] : [],
	);
	const tables = nodes.some(({ parameters: { dataTableId } }) => dataTableId !== undefined);
	return [...new Set([...names, ...hosts, ...(tables ? ['a data table'] : [])])];
}

/**
 * A template as `npm run editor` imports it: what would start it from outside is pinned, so that it
 * runs with a click.
 */
export async function playable(name: string, file: WorkflowFile): Promise<WorkflowFile> {
	const { start } = await companion(name);
	const items =
		start.kind === 'webhook'
			? [{ body: start.body, headers: {}, query: {} }]
			: start.kind === 'trigger'
				? [{ triggeredAt: new Date().toISOString(), ...start.happens.at(-1) }]
				: undefined;
	const trigger = file.nodes.find(({ type }) => /[tT]rigger$|\.webhook$/.test(type));
	if (!items || !trigger) return file;
	return { ...file, pinData: { [trigger.name]: items.map((json) => ({ json })) } };
}
