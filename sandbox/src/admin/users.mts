import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseJson } from '../basics/json.mjs';
import type { App } from '../model/app.mjs';
import { newUser, type User } from '../model/user.mjs';
import type { World } from '../world/world.mjs';
import { appOf, type AppParams } from './app-of.mjs';
import { AdminError, parseBody } from './respond.mjs';
import { userFromSeed, userSeedSchema, viewUser, type UserView } from './user-view.mjs';

type UserParams = AppParams & { userId: string };

export const bulkSchema = z.strictObject({
	userIds: z.array(z.string().min(1)),
	/** Gives each user the device `<userId>-device`, so that pushes reach them. */
	withDevice: z.boolean().default(false),
});

/**
 * A user named in the query, where any ID can stand: in a path, `..` is a step up. An ID that begins
 * with a quotation mark is JSON text, which can hold half a surrogate pair.
 */
export interface UserQuery {
	userId?: string;
}

function userIdIn({ userId }: UserQuery): string {
	if (userId === undefined) throw new AdminError(400, 'The query must name a userId.');
	const parsed = userId.startsWith('"') ? parseJson(userId) : userId;
	if (typeof parsed !== 'string') throw new AdminError(400, 'The userId is not a JSON string.');
	return parsed;
}

/** The user that a query names. */
export function userIn(app: App, query: UserQuery): User {
	return userNamed(app, userIdIn(query));
}

function userNamed(app: App, userId: string): User {
	const user = app.users.get(userId);
	if (!user) throw new AdminError(404, `No user ${userId}.`);
	return user;
}

/** Reading and seeding users. */
export function addUserRoutes(admin: FastifyInstance, world: World): void {
	admin.get<{ Params: AppParams }>('/apps/:appId/users', ({ params }) => {
		const userIds = [...appOf(world, params).users.keys()];
		return { count: userIds.length, userIds };
	});

	admin.post<{ Params: AppParams }>('/apps/:appId/users', ({ params, body }) => {
		const app = appOf(world, params);
		const { userIds, withDevice } = parseBody(bulkSchema, body);
		const now = app.now();
		for (const userId of userIds) {
			const user = newUser(userId, false, now);
			const deviceId = `${userId}-device`;
			if (withDevice) user.devices.set(deviceId, { deviceId });
			app.putUser(user);
		}
		return { count: userIds.length };
	});

	const put = (params: AppParams, userId: string, body: unknown): UserView => {
		const app = appOf(world, params);
		const user = userFromSeed(userId, parseBody(userSeedSchema, body), app.now());
		app.putUser(user);
		return viewUser(user);
	};
	admin.get<{ Params: UserParams }>('/apps/:appId/users/:userId', ({ params }) =>
		viewUser(userNamed(appOf(world, params), params.userId)),
	);
	admin.put<{ Params: UserParams }>('/apps/:appId/users/:userId', ({ params, body }) =>
		put(params, params.userId, body),
	);
	admin.get<{ Params: AppParams; Querystring: UserQuery }>(
		'/apps/:appId/user',
		({ params, query }) => viewUser(userIn(appOf(world, params), query)),
	);
	admin.put<{ Params: AppParams; Querystring: UserQuery }>(
		'/apps/:appId/user',
		({ params, query, body }) => put(params, userIdIn(query), body),
	);
}
