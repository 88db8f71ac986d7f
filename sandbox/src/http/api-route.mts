import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerInstead, distort, endpointMismatch } from './distort.mjs';
import type { Strike } from '../faults/fault-board.mjs';
import { isFromSdk } from '../leanplum/batch.mjs';
import { failed } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import type { Hold } from '../leanplum/user-locks.mjs';
import type { RecordedRequest } from '../traffic/traffic.mjs';
import type { World } from '../world/world.mjs';
import { jsonAnswer, redirectAnswer, send, type Answer } from './answer.mjs';
import { connectionId } from './connections.mjs';
import { accept, type Accepted } from './accept.mjs';
import { carryOutAll, refused, type Processed } from './process.mjs';
import { readArguments } from './read-arguments.mjs';
import {
	factsOf,
	recordOf,
	subjects,
	understand,
	type ReceivedRequest,
} from './received-request.mjs';

const wait = async (milliseconds: number): Promise<void> => {
	if (milliseconds > 0) await sleep(milliseconds);
};

const answerOf = ({ status, items, location, beside }: Processed): Answer =>
	location === undefined ? jsonAnswer(status, items, beside) : redirectAnswer(status, location);

/** The refusal of a request in development mode that comes too soon; SDKs get 408 (D:api-limits). */
function tooSoon({ setting, received }: Accepted): Processed {
	const { throttleStatus } = setting.app.settings();
	const byClient = isFromSdk(received.args) ? 408 : 429;
	const status = throttleStatus === 'byClient' ? byClient : throttleStatus;
	return refused(failed(status, status === 408 ? TEXT.tooManyRequests : TEXT.deviceRateLimit));
}

/** The answer of an app that lives at another host now; none when the request came to that host. */
function handOver({ setting: { app } }: Accepted, host: string): Answer | undefined {
	const { endpoint } = app.migration;
	if (!endpoint || endpoint.apiHost === host) return undefined;
	return endpointMismatch(endpoint);
}

/** The names under which a request holds its users, their devices and who they become. */
function lockNames(accepted: Accepted): Set<string> {
	const names = subjects(accepted.calls);
	for (const { raw } of accepted.calls) {
		if (typeof raw.deviceId === 'string') names.add(`device ${raw.deviceId}`);
		if (typeof raw.newUserId === 'string') names.add(`user ${raw.newUserId}`);
	}
	return names;
}

/** Whether a request in development mode comes too soon after another for one of its users. */
function comesTooSoon({ tenant, setting, calls }: Accepted): boolean {
	if (!setting.app.settings().devModeThrottle) return false;
	const developers = subjects(calls.filter(({ developer }) => developer));
	return !tenant.throttle.admits(developers, setting.now);
}

/** Carries out an accepted request, with the delays and faults that strike it. */
async function perform(
	world: World,
	accepted: Accepted,
	record: RecordedRequest,
	strike: Strike | undefined,
): Promise<Answer> {
	const fault = strike?.fault;
	await wait(strike?.delayBefore ?? 0);
	const instead = fault && answerInstead(fault);
	if (instead) {
		if (fault.kind === 'drop') record.dropped = fault.when;
		await wait(accepted.setting.app.settings().latencyMs);
		return instead;
	}
	// The server's clock when it gets to it, not when a delayed request came in.
	const now = accepted.setting.app.now();
	const requestTime = accepted.setting.batched ? accepted.setting.requestTime : now;
	const setting = { ...accepted.setting, now, requestTime };
	const processed = carryOutAll({ ...accepted, setting }, record, world.traffic, fault);
	await wait(accepted.setting.app.settings().latencyMs + (strike?.delayAfter ?? 0));
	if (!fault) return answerOf(processed);
	if (fault.kind === 'drop') record.dropped = fault.when;
	return distort(fault, answerOf(processed), processed.items);
}

/** A request that has come in, and its record. */
interface Received {
	understood: ReceivedRequest;
	/** The host that it was sent to. */
	host: string;
	record: RecordedRequest;
}

async function receive(world: World, request: FastifyRequest): Promise<Received> {
	const receivedAt = Date.now();
	const received = await readArguments(request);
	const understood = understand(received, (appId) => world.tenant(appId));
	const keep = understood.tenant?.app.settings().recordRequests ?? true;
	const record = recordOf(understood, keep, {
		id: world.traffic.nextId(),
		receivedAt,
		method: request.method,
		path: request.url.split('?', 1)[0] ?? '',
		contentType: request.headers['content-type'] ?? '',
		connectionId: connectionId(request.raw.socket),
	});
	const actions = (understood.calls ?? []).map(({ name }) => name);
	world.traffic.begin(record, actions, keep);
	return { understood, record, host: request.headers.host ?? '' };
}

/** What a request is answered with, once its users have been taken (or have not). */
async function answerTo(
	world: World,
	{ understood, record, host }: Received,
	accepted: Accepted,
	hold: Hold,
): Promise<Answer> {
	world.traffic.notePerUser(record, hold.inFlight);
	if (!hold.release) return answerOf(refused(failed(429, TEXT.concurrentRequests)));
	const moved = handOver(accepted, host);
	if (moved) return moved;
	if (comesTooSoon(accepted)) return answerOf(tooSoon(accepted));
	const facts = factsOf(understood, accepted.setting.app.appId, record.contentType);
	return perform(world, accepted, record, world.faults.take(facts));
}

async function handle(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
	const received = await receive(world, request);
	const { record } = received;
	const accepted = accept(received.understood);
	let hold: Hold | undefined;
	try {
		let answer: Answer;
		if ('outcome' in accepted) {
			answer = answerOf(refused(accepted));
		} else {
			const { lock } = accepted.setting.app.settings();
			const overlap = lock === 'wait' ? 'wait' : lock ? 'refuse' : 'allow';
			hold = await accepted.tenant.locks.acquire(lockNames(accepted), overlap);
			answer = await answerTo(world, received, accepted, hold);
		}
		if (answer.status !== 0) record.status = answer.status;
		await send(reply, answer);
	} finally {
		hold?.release?.();
		world.traffic.end(record);
	}
}

/** A body that is too large or broken gets Leanplum's envelope too. */
async function answerError(error: unknown, reply: FastifyReply): Promise<void> {
	const known = error instanceof Error && 'statusCode' in error;
	const status = known && typeof error.statusCode === 'number' ? error.statusCode : 500;
	const message = error instanceof Error ? error.message : String(error);
	await send(reply, jsonAnswer(status, [failed(status, message).reply]));
}

/** Adds Leanplum's endpoint: one path for all actions, and the one that Leanplum batches use. */
export function addApiRoutes(server: FastifyInstance, world: World): void {
	void server.register((api, _options, ready) => {
		api.setErrorHandler((error, _request, reply) => answerError(error, reply));
		for (const url of ['/api', '/api-batch']) {
			api.route({
				method: ['GET', 'POST'],
				url,
				handler: (request, reply) => handle(world, request, reply),
			});
		}
		ready();
	});
}
