import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { App } from '../model/app.mjs';
import { abTestSchema, categorySchema, contentId, messageSchema } from '../model/content.mjs';
import type { World } from '../world.mjs';
import { appOf, type AppParams } from './app-of.mjs';
import { AdminError, parseBody } from './respond.mjs';

type ContentParams = AppParams & { id: string };

function idFrom(params: ContentParams): string {
	const parsed = contentId.safeParse(params.id);
	if (!parsed.success) throw new AdminError(400, 'The id must be a number of at most 19 digits.');
	return parsed.data;
}

/** The routes of one kind of content: read all, put one in place, delete one. */
function addKind<Schema extends z.ZodType<object>, Stored>(
	admin: FastifyInstance,
	world: World,
	kind: {
		name: string;
		schema: Schema;
		stored: (app: App) => Map<string, Stored>;
		make: (id: string, input: z.output<Schema>, now: number) => Stored;
	},
): void {
	const url = `/apps/:appId/${kind.name}`;
	admin.get<{ Params: AppParams }>(url, ({ params }) => ({
		[kind.name]: [...kind.stored(appOf(world, params)).values()],
	}));
	admin.put<{ Params: ContentParams }>(`${url}/:id`, ({ params, body }) => {
		const app = appOf(world, params);
		const id = idFrom(params);
		const content = kind.make(id, parseBody(kind.schema, body), app.now());
		kind.stored(app).set(id, content);
		return content;
	});
	admin.delete<{ Params: ContentParams }>(`${url}/:id`, ({ params }) => ({
		deleted: kind.stored(appOf(world, params)).delete(idFrom(params)),
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
		name: 'categories',
		schema: categorySchema,
		stored: (app) => app.categories,
		make: (id, input) => ({ ...input, id }),
	});
}
