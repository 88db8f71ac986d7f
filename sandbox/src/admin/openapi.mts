import { z } from 'zod';
import { faultSchema } from '../faults/fault.mjs';
import {
	abTestSchema,
	audienceSchema,
	bookmarkSchema,
	campaignSchema,
	categorySchema,
	messageSchema,
} from '../model/content.mjs';
import { settingsSchema } from '../basics/settings.mjs';
import { migrationSchema } from '../model/migration.mjs';
import { messageEventSchema, syntheticSchema } from './effects.mjs';
import { worldSeedSchema } from './seed.mjs';
import { bulkSchema } from './users.mjs';
import { userSeedSchema } from './user-view.mjs';

export const settingsChangeSchema = settingsSchema
	.partial()
	.extend({ appId: z.string().optional() });
export const resetSchema = z.strictObject({ appId: z.string().optional() });

interface Described {
	summary: string;
	body?: z.ZodType;
	/** Names of query arguments. */
	query?: readonly string[];
	/** Content type of a body or reply that is no JSON. */
	bytes?: 'body' | 'reply';
}

const app = '/apps/{appId}';

const kind = (name: string, one: string, body: z.ZodType): Record<string, Described> => ({
	[`GET ${app}/${name}`]: { summary: `List the app's ${name}` },
	[`PUT ${app}/${name}/{key}`]: { summary: `Create or replace ${one}`, body },
	[`DELETE ${app}/${name}/{key}`]: { summary: `Delete ${one}` },
});

/** Every route of the admin API, by method and path. */
const ROUTES: Record<string, Described> = {
	'GET /openapi.json': { summary: 'This document' },
	'GET /apps': { summary: 'List apps with their keys' },
	'POST /apps': { summary: 'Create an app with a random ID and random keys' },
	'GET /catalogue': { summary: 'List the actions of the API with key class and arguments' },
	'GET /settings': { summary: 'Read the settings of an app or of all apps', query: ['appId'] },
	'PUT /settings': { summary: 'Change settings', body: settingsChangeSchema },
	'POST /reset': {
		summary: 'Put one app or everything back to the first state',
		body: resetSchema,
	},
	'POST /seed': { summary: 'Set up apps with their content and users', body: worldSeedSchema },
	'GET /snapshot': {
		summary: 'Save all apps with their users, content, and settings',
		bytes: 'reply',
	},
	'PUT /snapshot': { summary: 'Load a saved snapshot', bytes: 'body' },
	[`GET ${app}/users`]: { summary: 'List user IDs' },
	[`POST ${app}/users`]: { summary: 'Create profiles without attributes', body: bulkSchema },
	[`GET ${app}/users/{userId}`]: { summary: 'Read everything stored about a user' },
	[`PUT ${app}/users/{userId}`]: { summary: 'Create or replace a user', body: userSeedSchema },
	[`GET ${app}/user`]: { summary: 'Read a user with any ID', query: ['userId'] },
	[`PUT ${app}/user`]: {
		summary: 'Create or replace a user with any ID',
		query: ['userId'],
		body: userSeedSchema,
	},
	...kind('messages', 'a message', messageSchema),
	...kind('abTests', 'an A/B test', abTestSchema),
	...kind('campaigns', 'a campaign', campaignSchema),
	...kind('categories', 'an unsubscribe category', categorySchema),
	...kind('audiences', 'an audience', audienceSchema),
	...kind('bookmarks', 'a saved report', bookmarkSchema),
	[`GET ${app}/migration`]: { summary: 'Read the state of the move to CleverTap' },
	[`PUT ${app}/migration`]: { summary: 'Set that state', body: migrationSchema },
	[`GET ${app}/vars`]: { summary: 'Read all variables' },
	[`PUT ${app}/vars`]: {
		summary: 'Replace all variables',
		body: z.record(z.string(), z.unknown()),
	},
	[`GET ${app}/sent`]: { summary: 'List what sendMessage sent, with values' },
	[`GET ${app}/campaignStarts`]: { summary: 'List what startCampaign started' },
	[`GET ${app}/postbacks`]: { summary: 'List postbacks' },
	[`GET ${app}/deliveries`]: {
		summary: 'List postback and callback deliveries with every attempt',
	},
	[`GET ${app}/files`]: { summary: 'List uploaded files' },
	[`POST ${app}/messageEvents`]: {
		summary: 'Let a user open a message, click it, and so on',
		body: messageEventSchema,
	},
	[`PUT ${app}/syntheticSessions`]: {
		summary: 'Add generated sessions to JSON exports',
		body: syntheticSchema,
	},
	[`PUT ${app}/gcs/{bucket}/{name}`]: {
		summary: 'Put an object into Google Cloud Storage for a CSV import',
		bytes: 'body',
	},
	'GET /downloads': { summary: 'List file downloads with their headers', query: ['appId'] },
	'GET /requests': { summary: 'List received API requests', query: ['appId', 'action'] },
	'DELETE /requests': { summary: 'Forget received requests and counts', query: ['appId'] },
	'GET /stats': { summary: 'Read the counts of an app or of all apps', query: ['appId'] },
	'GET /faults': { summary: 'List pending faults' },
	'POST /faults': { summary: 'Let coming requests fail', body: faultSchema },
	'DELETE /faults': { summary: 'Remove all faults', query: ['appId'] },
	'DELETE /faults/{faultId}': { summary: 'Remove a fault' },
	[`GET ${app}/browse/{kind}`]: {
		summary: 'Read a page of requests, users, events, sent, jobs, or deliveries',
		query: ['q', 'before', 'limit'],
	},
	[`GET ${app}/browse/requests/{id}`]: { summary: 'Read one received request' },
	[`GET ${app}/browse/user`]: {
		summary: 'Read a user with the newest sessions',
		query: ['userId'],
	},
	[`DELETE ${app}/browse/requests`]: { summary: 'Forget the requests that the inspector shows' },
	'GET /live': { summary: 'Follow changes as Server-Sent Events', query: ['appId'] },
};

const JSON_TYPE = 'application/json';
const BYTES = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
const text = { type: 'string' };

const schemaOf = (schema: z.ZodType): unknown =>
	z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

function operationOf(path: string, { summary, body, query = [], bytes }: Described): object {
	const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
	const content = bytes === 'body' ? BYTES : body && { [JSON_TYPE]: { schema: schemaOf(body) } };
	const object = { type: 'object', additionalProperties: true };
	const error = {
		type: 'object',
		required: ['error'],
		properties: { error: text, details: { type: 'array' } },
	};
	return {
		summary,
		parameters: [
			...named.map((name) => ({ name, in: 'path', required: true, schema: text })),
			...query.map((name) => ({ name, in: 'query', schema: text })),
		],
		...(content && { requestBody: { content } }),
		responses: {
			200: {
				description: 'Done',
				content: bytes === 'reply' ? BYTES : { [JSON_TYPE]: { schema: object } },
			},
			default: { description: 'Refused', content: { [JSON_TYPE]: { schema: error } } },
		},
	};
}

/** Holds routes and document together: each route is described, and nothing else. */
export function expectDescribed(routes: ReadonlySet<string>): void {
	const described = Object.keys(ROUTES);
	const odd = [
		...described.filter((route) => !routes.has(route)),
		...[...routes].filter((route) => !described.includes(route)),
	];
	if (odd.length > 0) throw new Error(`The OpenAPI document is wrong about ${odd.join(', ')}.`);
}

/** The admin API as an OpenAPI document; made when it is asked for. */
export function openApi(): object {
	const paths: Record<string, Record<string, object>> = {};
	for (const [route, described] of Object.entries(ROUTES)) {
		const [method = '', path = ''] = route.split(' ');
		(paths[path] ??= {})[method.toLowerCase()] = operationOf(path, described);
	}
	return {
		openapi: '3.1.0',
		info: {
			title: 'Leanplum sandbox: admin API',
			version: '1',
			description: 'Times are epoch seconds unless a name ends in Ms or At.',
		},
		servers: [{ url: '/admin' }],
		paths,
	};
}
