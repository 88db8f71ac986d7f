import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { MIN_LINE_BYTES } from '../exports/synthetic-sessions.mjs';
import { emitMessageEvent } from '../model/message-events.mjs';
import type { World } from '../world/world.mjs';
import { appOf, type AppParams } from './app-of.mjs';
import { AdminError, parseBody } from './respond.mjs';

/** Something that users do with a message. */
export const messageEventSchema = z.strictObject({
	messageId: z.string(),
	userId: z.string(),
	deviceId: z.string().optional(),
	/** "Open", "Click", "Bounce", "Unsubscribe" and so on. */
	event: z.string(),
	parameters: z.record(z.string(), z.unknown()).default({}),
	/** How often it happens. */
	count: z.number().int().min(1).max(100_000).default(1),
});

export type MessageEventInput = z.input<typeof messageEventSchema>;

export const syntheticSchema = z.strictObject({
	count: z.number().int().min(0).max(100_000_000),
	lineBytes: z.number().int().min(MIN_LINE_BYTES).max(1_000_000).default(1024),
	corruptLines: z.array(z.number().int().min(0)).default([]),
});

export type SyntheticSessionsInput = z.input<typeof syntheticSchema>;

type ObjectParams = AppParams & { bucket: string; '*': string };

function addReadings(admin: FastifyInstance, world: World): void {
	admin.get<{ Params: AppParams }>('/apps/:appId/sent', ({ params }) => ({
		sent: appOf(world, params).sent.filter(({ campaignId }) => campaignId === undefined),
	}));
	admin.get<{ Params: AppParams }>('/apps/:appId/campaignStarts', ({ params }) => ({
		campaignStarts: appOf(world, params).campaignStarts,
	}));
	admin.get<{ Params: AppParams }>('/apps/:appId/postbacks', ({ params }) => ({
		postbacks: [...appOf(world, params).postbacks.values()],
	}));
	admin.get<{ Params: AppParams }>('/apps/:appId/deliveries', ({ params }) => ({
		deliveries: world.outbound.list(appOf(world, params).appId),
	}));
	admin.get<{ Params: AppParams }>('/apps/:appId/files', ({ params }) => ({
		files: [...appOf(world, params).files.values()].map(({ content, ...file }) => ({
			...file,
			size: content.length,
		})),
	}));
	admin.get<{ Querystring: { appId?: string } }>('/downloads', ({ query }) => ({
		downloads: world.downloads.list(query.appId),
	}));
}

/** What Leanplum did in the world, and what the world does to it. */
export function addEffectRoutes(admin: FastifyInstance, world: World): void {
	addReadings(admin, world);

	admin.post<{ Params: AppParams }>('/apps/:appId/messageEvents', ({ params, body }) => {
		const app = appOf(world, params);
		const { count, messageId, userId, ...happened } = parseBody(messageEventSchema, body);
		const message = app.messages.get(messageId);
		const user = app.users.get(userId);
		if (!message || !user) throw new AdminError(404, 'No such message or user.');
		for (let time = 0; time < count; time++) {
			emitMessageEvent(app, user, message, { ...happened, time: app.now() });
		}
		return { count };
	});

	admin.put<{ Params: AppParams }>('/apps/:appId/syntheticSessions', ({ params, body }) => {
		const app = appOf(world, params);
		const { corruptLines, ...sessions } = parseBody(syntheticSchema, body);
		app.syntheticSessions =
			sessions.count === 0 ? undefined : { ...sessions, corruptLines: new Set(corruptLines) };
		return { ...sessions, corruptLines };
	});

	admin.put<{ Params: ObjectParams }>('/apps/:appId/gcs/:bucket/*', ({ params, body }) => {
		const content = Buffer.isBuffer(body) ? body.toString('utf8') : '';
		appOf(world, params).cloudObjects.set(`${params.bucket}/${params['*']}`, content);
		return { bytes: Buffer.byteLength(content) };
	});
}
