/**
 * Extracts from Leanplum's OpenAPI the facts that the catalogue of actions is tested against.
 *
 *   npx tsx scripts/extract-openapi.mts PATH_TO_OPENAPI            writes the digest
 *   npx tsx scripts/extract-openapi.mts PATH_TO_OPENAPI --check    exits 1 when the digest differs
 *
 * The OpenAPI itself is Leanplum's and stays outside this repository; names, types and flags are
 * facts, its prose is left behind.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const DIGEST = new URL('../test/fixtures/leanplum-openapi-digest.json', import.meta.url);

/** The parameters whose default says something about the action itself and not about an example. */
const TELLING_DEFAULTS = new Set(['createDisposition', 'clientKey']);

const schemaSchema = z.object({
	type: z.string(),
	format: z.string().optional(),
	enum: z.array(z.string()).optional(),
	default: z.unknown(),
});
type Schema = z.infer<typeof schemaSchema>;

const bodySchema = z.object({
	content: z.object({
		'application/json': z.object({
			schema: z.object({
				required: z.array(z.string()).default([]),
				properties: z.record(schemaSchema),
			}),
		}),
	}),
});
type Body = z.infer<typeof bodySchema>;

const operationSchema = z.object({
	parameters: z
		.array(
			z.object({
				name: z.string(),
				in: z.literal('query'),
				required: z.boolean().default(false),
				schema: schemaSchema,
			}),
		)
		.default([]),
	requestBody: z.union([z.object({ $ref: z.string() }).strict(), bodySchema]).optional(),
});

const openApiSchema = z.object({
	paths: z.record(z.record(z.enum(['get', 'post']), operationSchema)),
	components: z.object({ requestBodies: z.record(bodySchema) }),
});
type OpenApi = z.infer<typeof openApiSchema>;

/** What the digest says of one parameter. */
interface ParameterFacts {
	type: string;
	format?: string;
	enum?: string[];
	default?: unknown;
	required: boolean;
}

interface OperationFacts {
	verb: string;
	parameters: Record<string, ParameterFacts>;
}

function factsOf(name: string, schema: Schema, required: boolean): ParameterFacts {
	return {
		type: schema.type,
		...(schema.format === undefined ? {} : { format: schema.format }),
		...(schema.enum === undefined ? {} : { enum: schema.enum }),
		...(TELLING_DEFAULTS.has(name) ? { default: schema.default } : {}),
		required,
	};
}

/** Follows a reference to a shared body. */
function resolve(openApi: OpenApi, body: { $ref: string } | Body): Body {
	if (!('$ref' in body)) return body;
	const name = body.$ref.replace('#/components/requestBodies/', '');
	const shared = openApi.components.requestBodies[name];
	if (!shared) throw new Error(`Unknown reference ${body.$ref}`);
	return shared;
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
	return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The digest of an OpenAPI document: its operations by action, in alphabetical order. */
function digestOf(openApi: OpenApi): { operations: Record<string, OperationFacts> } {
	const operations: Record<string, OperationFacts> = {};
	for (const [path, verbs] of Object.entries(openApi.paths)) {
		const action = new URL(path, 'https://api.leanplum.com').searchParams.get('action');
		if (!action) throw new Error(`No action in ${path}`);
		if (action in operations) throw new Error(`${action} is described twice`);
		const [[verb, operation], ...more] = Object.entries(verbs) as [
			[string, z.infer<typeof operationSchema>],
		];
		if (more.length > 0) throw new Error(`${path} has several verbs`);

		const parameters: Record<string, ParameterFacts> = {};
		for (const { name, schema, required } of operation.parameters) {
			parameters[name] = factsOf(name, schema, required);
		}
		if (operation.requestBody) {
			const { schema } = resolve(openApi, operation.requestBody).content['application/json'];
			for (const [name, property] of Object.entries(schema.properties)) {
				parameters[name] = factsOf(name, property, schema.required.includes(name));
			}
		}
		operations[action] = { verb: verb.toUpperCase(), parameters: sorted(parameters) };
	}
	return { operations: sorted(operations) };
}

const [path, ...flags] = process.argv.slice(2);
if (!path) {
	console.error('Usage: npx tsx scripts/extract-openapi.mts PATH_TO_OPENAPI [--check]');
	process.exit(2);
}
const openApi = openApiSchema.parse(JSON.parse(await readFile(path, 'utf8')));
const digest = digestOf(openApi);
const text = `${JSON.stringify(digest, null, '\t')}\n`;
const count = Object.keys(digest.operations).length;
if (flags.includes('--check')) {
	const existing = await readFile(DIGEST, 'utf8').catch(() => '');
	const same = JSON.stringify(JSON.parse(existing || 'null')) === JSON.stringify(digest);
	console.log(same ? `The digest of ${count} operations is up to date.` : 'The digest differs.');
	process.exit(same ? 0 : 1);
}
await writeFile(DIGEST, text);
console.log(`Wrote the digest of ${count} operations.`);
