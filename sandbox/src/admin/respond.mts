import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { isRecord, parseJson } from '../basics/json.mjs';

/** A request to the admin API that cannot be carried out. */
export class AdminError extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly details?: unknown,
	) {
		super(message);
	}
}

/** The JSON body of an admin request, held against its schema. */
export function parseBody<Schema extends z.ZodType>(
	schema: Schema,
	body: unknown,
): z.output<Schema> {
	const text = Buffer.isBuffer(body) ? body.toString('utf8') : '';
	const value = text.trim() === '' ? {} : parseJson(text);
	if (!isRecord(value)) throw new AdminError(400, 'The body must be a JSON object.');
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new AdminError(400, 'The body is not what this route takes.', parsed.error.issues);
}

/** Sends the answer to a failed admin request. */
export async function sendError(reply: FastifyReply, error: AdminError): Promise<void> {
	const { status, message, details } = error;
	await reply.code(status).send({ error: message, ...(details === undefined ? {} : { details }) });
}
