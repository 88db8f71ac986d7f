import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { toJson } from '../basics/int64.mjs';
import type { ReplyItem } from '../leanplum/result.mjs';

/** How the bytes of an answer go out. */
type Delivery =
	| { how: 'whole' }
	/** Nothing is sent, the connection closes. */
	| { how: 'drop' }
	/** Nothing is sent, the connection ends with a TCP reset. */
	| { how: 'reset' }
	/** Nothing is sent, the connection stays open until the other side gives up. */
	| { how: 'silence' }
	/** Only so many bytes of the body are sent, then the connection closes. */
	| { how: 'cut'; bytes: number }
	| { how: 'drip'; bytesPerSecond: number };

/** An HTTP answer before it is sent. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string;
	delivery: Delivery;
}

/** The headers of every recorded reply. */
const LEANPLUM_HEADERS = {
	'access-control-allow-origin': '*',
	'cache-control': 'private',
	'content-type': 'application/json;charset=utf-8',
};

/** Leanplum's envelope around reply items; other fields may lie beside `response` at its root. */
export function jsonAnswer(
	status: number,
	items: readonly ReplyItem[],
	beside: Record<string, unknown> = {},
): Answer {
	return {
		status,
		headers: LEANPLUM_HEADERS,
		body: toJson({ response: items, ...beside }),
		delivery: { how: 'whole' },
	};
}

/** A redirect. */
export const redirectAnswer = (status: number, location: string): Answer => ({
	status,
	headers: { location, 'access-control-allow-origin': '*' },
	body: '',
	delivery: { how: 'whole' },
});

async function drip(reply: FastifyReply, body: Buffer, bytesPerSecond: number): Promise<void> {
	const ticksPerSecond = 20;
	const step = Math.max(1, Math.round(bytesPerSecond / ticksPerSecond));
	const pause = (step / bytesPerSecond) * 1000;
	// No pause behind the last byte: then the caller has its answer and may come again.
	for (let offset = 0; offset < body.length && !reply.raw.destroyed; offset += step) {
		if (offset > 0) await sleep(pause);
		reply.raw.write(body.subarray(offset, offset + step));
	}
	reply.raw.end();
}

/** Sends an answer. */
export async function send(reply: FastifyReply, answer: Answer): Promise<void> {
	const { status, headers, delivery } = answer;
	if (delivery.how === 'whole') {
		await reply.code(status).headers(headers).send(answer.body);
		return;
	}
	reply.hijack();
	const socket = reply.raw.socket;
	if (delivery.how === 'drop') {
		socket?.destroy();
		return;
	}
	if (delivery.how === 'reset') {
		socket?.resetAndDestroy();
		return;
	}
	if (delivery.how === 'silence') return;
	const body = Buffer.from(answer.body);
	reply.raw.writeHead(status, { ...headers, 'content-length': body.length });
	if (delivery.how === 'drip') {
		await drip(reply, body, delivery.bytesPerSecond);
		return;
	}
	reply.raw.write(body.subarray(0, delivery.bytes), () => socket?.end(() => socket.destroy()));
}
