import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerInstead } from './distort.mjs';
import type { Break } from '../faults/fault-board.mjs';
import { send } from './answer.mjs';
import { connectionId } from './connections.mjs';
import type { World } from '../world/world.mjs';
import type { RecordedDownload } from '../files/downloads.mjs';
import type { PublishedFile } from '../files/file-store.mjs';

/** What storage answers for a file that is not there (any more). */
const NO_SUCH_KEY =
	"<?xml version='1.0' encoding='UTF-8'?><Error><Code>NoSuchKey</Code>" +
	'<Message>The specified key does not exist.</Message></Error>';

/** Bytes after which a fault breaks the download off. */
function limitOf(fault: Break | undefined, bytes: number): number {
	if (fault?.kind === 'truncate') return fault.bytes ?? Math.floor(bytes / 2);
	if (fault?.kind === 'drop') return fault.when === 'during' ? Math.floor(bytes / 2) : bytes;
	return Infinity;
}

/** Bytes of a file, the last one included. */
interface ByteRange {
	from: number;
	to: number;
}

/**
 * The part of a file that a `Range` header asks for, as storage takes it (RFC 9110: one range with a
 * start). Anything else is ignored and the whole file is sent, as the RFC allows.
 */
function rangeOf(header: string | undefined, bytes: number): ByteRange | undefined {
	const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
	if (from === undefined) return undefined;
	const last = to ? Math.min(Number(to), bytes - 1) : bytes - 1;
	return Number(from) <= last ? { from: Number(from), to: last } : undefined;
}

/** The bytes of a range, in the pieces in which the content comes. */
function* piecesOf(file: PublishedFile, { from, to }: ByteRange): Generator<Buffer> {
	let position = 0;
	for (const piece of file.content()) {
		const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
		const wanted = bytes.subarray(Math.max(0, from - position), Math.max(0, to + 1 - position));
		position += bytes.length;
		if (wanted.length > 0) yield wanted;
		if (position > to) return;
	}
}

/** The bytes that are sent, which a fault may slow down or end early. */
async function* bytesOf(
	pieces: Iterable<Buffer>,
	limit: number,
	fault: Break | undefined,
	record: RecordedDownload,
): AsyncGenerator<Buffer> {
	for (const piece of pieces) {
		const bytes = piece.subarray(0, limit - record.bytesSent);
		yield bytes;
		record.bytesSent += bytes.length;
		if (record.bytesSent >= limit) return;
		if (fault?.kind === 'slowDrip') await sleep((bytes.length / fault.bytesPerSecond) * 1000);
	}
}

async function deliver(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
	const path = request.url.split('?', 1)[0] ?? '';
	const file = world.files.find(path);
	const record = world.downloads.begin({
		appId: file?.appId,
		path,
		headers: request.headers,
		connectionId: connectionId(request.raw.socket),
	});
	const strike = world.faults.takeForPath(path, file?.appId ?? '');
	await sleep((strike?.delayBefore ?? 0) + (strike?.delayAfter ?? 0));
	const fault = strike?.fault;
	const instead = fault && answerInstead(fault);
	if (instead) {
		record.status = instead.status;
		await send(reply, instead);
		return;
	}
	if (!file) {
		record.status = 404;
		await reply.code(404).type('application/xml; charset=UTF-8').send(NO_SUCH_KEY);
		return;
	}
	const range = rangeOf(request.headers.range, file.bytes);
	const part = range ?? { from: 0, to: file.bytes - 1 };
	const length = part.to - part.from + 1;
	record.status = range ? 206 : 200;
	reply.hijack();
	const { raw } = reply;
	raw.writeHead(record.status, {
		'content-type': file.contentType,
		'content-length': length,
		'accept-ranges': 'bytes',
		...(range ? { 'content-range': `bytes ${range.from}-${range.to}/${file.bytes}` } : {}),
	});
	try {
		const bytes = bytesOf(piecesOf(file, part), limitOf(fault, length), fault, record);
		await pipeline(bytes, raw, { end: false });
	} catch {
		// The receiver has gone away; the record tells how much it got.
		return;
	}
	if (record.bytesSent < length || fault?.kind === 'drop') raw.destroy();
	else raw.end();
}

/** Adds the downloads: plain GET, no key. */
export function addFileRoutes(server: FastifyInstance, world: World): void {
	server.get('/files/*', (request, reply) => deliver(world, request, reply));
}
