import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerInstead, distort } from '../faults/distort.mjs';
import type { Strike } from '../faults/fault-board.mjs';
import { failed } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import type { RecordedRequest } from '../traffic/traffic.mjs';
import type { World } from '../world.mjs';
import { jsonAnswer, send, type Answer } from './answer.mjs';
import { connectionId } from './connections.mjs';
import { accept, carryOutAll, refused, type Accepted, type Processed } from './process.mjs';
import { readArguments } from './read-arguments.mjs';
import { factsOf, recordOf, subjects, understand } from './received-request.mjs';

const wait = async (milliseconds: number): Promise<void> => {
	if (milliseconds > 0) await sleep(milliseconds);
};

const answerOf = ({ status, items }: Processed): Answer => jsonAnswer(status, items);

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

async function handle(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
	const receivedAt = Date.now();
	const received = await readArguments(request);
	const understood = understand(received, (appId) => world.tenant(appId));
	const contentType = request.headers['content-type'] ?? '';
	const keep = understood.tenant?.app.settings().recordRequests ?? true;
	const record = recordOf(understood, keep, {
		id: world.traffic.nextId(),
		receivedAt,
		method: request.method,
		path: request.url.split('?', 1)[0] ?? '',
		contentType,
		connectionId: connectionId(request.raw.socket),
	});
	world.traffic.begin(
		record,
		(understood.calls ?? []).map(({ name }) => name),
		keep,
	);
	let release: (() => void) | undefined;
	try {
		const answer = await answerTo();
		if (answer.delivery.how !== 'drop') record.status = answer.status;
		await send(reply, answer);
	} finally {
		release?.();
		world.traffic.end(record);
	}

	async function answerTo(): Promise<Answer> {
		const accepted = accept(understood);
		if ('outcome' in accepted) return answerOf(refused(accepted));
		const { tenant, setting } = accepted;
		const hold = tenant.locks.acquire(lockNames(accepted), setting.app.settings().lock);
		release = hold.release;
		world.traffic.notePerUser(record, hold.inFlight);
		if (!release) return answerOf(refused(failed(429, TEXT.concurrentRequests)));
		if (comesTooSoon(accepted)) return answerOf(refused(failed(429, TEXT.deviceRateLimit)));
		const strike = world.faults.take(factsOf(understood, setting.app.appId, contentType));
		return perform(world, accepted, record, strike);
	}
}

/** Adds Leanplum's endpoint: one path for all actions, and the one that Leanplum batches use. */
export function addApiRoutes(server: FastifyInstance, world: World): void {
	for (const url of ['/api', '/api-batch']) {
		server.route({
			method: ['GET', 'POST'],
			url,
			handler: (request, reply) => handle(world, request, reply),
		});
	}
}
