import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { newUser } from '../model/user.mjs';
import type { World } from '../world/world.mjs';
import { appOf, type AppParams } from './app-of.mjs';
import { AdminError, parseBody } from './respond.mjs';
import { userFromSeed, userSeedSchema, viewUser } from './user-view.mjs';

type UserParams = AppParams & { userId: string };

const bulkSchema = z.strictObject({
	userIds: z.array(z.string().min(1)),
	/** Gives each user the device `<userId>-device`, so that pushes reach them. */
	withDevice: z.boolean().default(false),
});

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

	admin.get<{ Params: UserParams }>('/apps/:appId/users/:userId', ({ params }) => {
		const user = appOf(world, params).users.get(params.userId);
		if (!user) throw new AdminError(404, `No user ${params.userId}.`);
		return viewUser(user);
	});

	admin.put<{ Params: UserParams }>('/apps/:appId/users/:userId', ({ params, body }) => {
		const app = appOf(world, params);
		const user = userFromSeed(params.userId, parseBody(userSeedSchema, body), app.now());
		app.putUser(user);
		return viewUser(user);
	});
}
