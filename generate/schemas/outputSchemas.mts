import type { IDataObject } from 'n8n-workflow';
import { runNode } from '../../testkit/engine.mts';
import type { RunningSandbox } from '../../testkit/sandboxProcess.mts';
import { TriggerServer } from '../../testkit/triggerServer.mts';
import { credentialFor } from '../../testkit/credential.mts';
import { schemaOf, type OutputSchema } from './schemaOf.mts';
import { TYPICAL_USES } from './typicalUses.mts';

/** A schema with the number by which n8n tells its revisions. */
export type SchemaFile = OutputSchema & { version: number };

/** Events that together fill in every field of a postback. */
const TYPICAL_EVENTS = [
	{
		userId: 'ada',
		deviceId: 'ada-phone',
		messageId: '4810110001000002',
		event: 'Click',
		parameters: { URL: 'https://example.com', 'URL Index': '1' },
	},
	{ userId: 'ada', deviceId: 'ada-phone', messageId: '4810110001000005', event: 'View' },
];

/** What the trigger gives for a postback. */
async function triggerOutput(sandbox: RunningSandbox): Promise<IDataObject[]> {
	const { admin } = sandbox;
	const app = await admin.newApp();
	const server = await TriggerServer.start({}, credentialFor(app, sandbox.apiUrl));
	try {
		await server.activate();
		for (const event of TYPICAL_EVENTS) await admin.messageEvent(app.appId, event);
		while (server.runs.length < TYPICAL_EVENTS.length)
			await new Promise((resolve) => setTimeout(resolve, 10));
		return server.runs.flatMap(({ items }) => items.map(({ json }) => json));
	} finally {
		await server.stop();
	}
}

/** Fields that hold a text where they hold anything, though typical uses leave them null. */
const TEXTS = ['deviceId', 'userId', 'warning'];

/** A schema without fields of which only null is known. */
function withTexts(schema: OutputSchema): OutputSchema {
	if (!('properties' in schema) || schema.properties === undefined) return schema;
	const properties = { ...schema.properties };
	for (const name of TEXTS) {
		if (properties[name]?.type === 'null') properties[name] = { type: 'string' };
	}
	return { ...schema, properties };
}

/** The schema of output whose fields nobody knows but for these. */
function openWith(json: readonly IDataObject[], known: readonly string[]): OutputSchema {
	const fields = json.map((item) => Object.fromEntries(known.map((name) => [name, item[name]])));
	return { ...schemaOf(fields), additionalProperties: true } as OutputSchema;
}

/**
 * Runs every operation on the sandbox and describes what came out.
 *
 * @returns schemas by the path under which n8n looks for them
 * @throws Error when an operation gives something else than a result
 */
export async function outputSchemas(sandbox: RunningSandbox): Promise<Map<string, SchemaFile>> {
	const { admin } = sandbox;
	const app = await admin.newApp();
	// Jobs end at once: the state of none depends on how fast the machine is.
	await admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, app.appId);
	const credential = credentialFor(app, sandbox.apiUrl);
	const outputs: Record<string, readonly IDataObject[]> = {};
	const files = new Map<string, SchemaFile>();
	for (const {
		resource,
		operation,
		parameters = {},
		files: binary = [],
		content = 'content',
		items,
		only,
		prepare,
	} of TYPICAL_USES) {
		await prepare?.(admin, app);
		const { json, error } = await runNode({
			parameters: {
				resource,
				operation,
				...(typeof parameters === 'function' ? parameters(outputs) : parameters),
			},
			credential,
			...(items ? { items } : {}),
			binary: Object.fromEntries(binary.map((name) => [name, content])),
		});
		const name = `${resource}.${operation}`;
		if (error || json.every(({ status }) => status === 'skipped')) {
			throw new Error(`${name} gave no result: ${error?.message ?? JSON.stringify(json)}`);
		}
		outputs[name] = json;
		const schema = only ? openWith(json, only) : withTexts(schemaOf(json));
		files.set(`v1.0.0/${resource}/${operation}.json`, { ...schema, version: 1 });
	}
	const postbacks = await triggerOutput(sandbox);
	files.set('v1.0.0.json', { ...schemaOf(postbacks), version: 1 });
	return files;
}
