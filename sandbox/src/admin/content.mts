import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { App } from '../model/app.mjs';
import {
	abTestSchema,
	audienceSchema,
	bookmarkSchema,
	campaignSchema,
	categorySchema,
	contentId,
	messageSchema,
} from '../model/content.mjs';
import { migrationFrom, migrationSchema } from '../model/migration.mjs';
import { flatVariables } from '../model/variables.mjs';
import type { World } from '../world/world.mjs';
import { appOf, type AppParams } from './app-of.mjs';
import { AdminError, parseBody } from './respond.mjs';

type KeyParams = AppParams & { key: string };

const anyName = z.string().min(1);

function keyFrom(schema: z.ZodType<string>, { key }: KeyParams): string {
	const parsed = schema.safeParse(key);
	if (!parsed.success) throw new AdminError(400, 'The id must be a number of at most 19 digits.');
	return parsed.data;
}

/** The routes of one kind of content: read all, put one in place, delete one. */
function addKind<Schema extends z.ZodType<object>, Stored>(
	admin: FastifyInstance,
	world: World,
	kind: {
		name: string;
		/** What each is known by: a number, or for some kinds a name. */
		key?: z.ZodType<string>;
		schema: Schema;
		stored: (app: App) => Map<string, Stored>;
		make: (key: string, input: z.output<Schema>, now: number) => Stored;
	},
): void {
	const url = `/apps/:appId/${kind.name}`;
	const keySchema = kind.key ?? contentId;
	admin.get<{ Params: AppParams }>(url, ({ params }) => ({
		[kind.name]: [...kind.stored(appOf(world, params))].map(([key, content]) => ({
			key,
			...content,
		})),
	}));
	admin.put<{ Params: KeyParams }>(`${url}/:key`, ({ params, body }) => {
		const app = appOf(world, params);
		const key = keyFrom(keySchema, params);
		const content = kind.make(key, parseBody(kind.schema, body), app.now());
		kind.stored(app).set(key, content);
		return content;
	});
	admin.delete<{ Params: KeyParams }>(`${url}/:key`, ({ params }) => ({
		deleted: kind.stored(appOf(world, params)).delete(keyFrom(keySchema, params)),
	}));
}

/** Editing what marketers make in Leanplum's dashboard. */
export function addContentRoutes(admin: FastifyInstance, world: World): void {
	addKind(admin, world, {
		name: 'messages',
		schema: messageSchema,
		stored: (app) => app.messages,
		make: (id, input, now) => ({ ...input, id, created: input.created ?? now }),
	});
	addKind(admin, world, {
		name: 'abTests',
		schema: abTestSchema,
		stored: (app) => app.abTests,
		make: (id, input, now) => ({ ...input, id, created: input.created ?? now }),
	});
	addKind(admin, world, {
		name: 'campaigns',
		schema: campaignSchema,
		stored: (app) => app.campaigns,
		make: (id, input) => ({ ...input, id }),
	});
	addKind(admin, world, {
		name: 'categories',
		schema: categorySchema,
		stored: (app) => app.categories,
		make: (id, input) => ({ ...input, id }),
	});
	addKind(admin, world, {
		name: 'audiences',
		key: anyName,
		schema: audienceSchema,
		stored: (app) => app.audiences,
		make: (_name, input) => input,
	});
	addKind(admin, world, {
		name: 'bookmarks',
		key: anyName,
		schema: bookmarkSchema,
		stored: (app) => app.bookmarks,
		make: (_name, input) => input,
	});

	admin.get<{ Params: AppParams }>('/apps/:appId/migration', ({ params }) => {
		const { reply, endpoint } = appOf(world, params).migration;
		return { reply, ...(endpoint && { endpoint }) };
	});
	admin.put<{ Params: AppParams }>('/apps/:appId/migration', ({ params, body }) => {
		const app = appOf(world, params);
		app.migration = migrationFrom(parseBody(migrationSchema, body), true);
		return {
			reply: app.migration.reply,
			...(app.migration.endpoint && { endpoint: app.migration.endpoint }),
		};
	});
	admin.get<{ Params: AppParams }>('/apps/:appId/vars', ({ params }) => ({
		vars: Object.fromEntries(appOf(world, params).variables),
	}));
	admin.put<{ Params: AppParams }>('/apps/:appId/vars', ({ params, body }) => {
		const { variables } = appOf(world, params);
		const vars = flatVariables(parseBody(z.record(z.string(), z.unknown()), body));
		variables.clear();
		for (const [name, value] of vars) variables.set(name, value);
		return { vars: Object.fromEntries(variables) };
	});
}
