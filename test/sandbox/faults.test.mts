import type { FaultInput } from 'leanplum-sandbox';
import { request } from 'undici';
import { Bench, nowSeconds, type BatchItem } from './api-client.mts';

const bench = Bench.withOwnSandbox();

type Kind = FaultInput['fault'];

const strike = (fault: Kind, rest: Omit<FaultInput, 'fault'> = {}) =>
	bench.admin.fault({ appId: bench.appId, ...rest, fault });

const items = (...userIds: string[]): BatchItem[] =>
	userIds.map((userId, index) => ({
		action: 'track',
		userId,
		event: 'e',
		reqId: `r${index}`,
	}));

const send = (...userIds: string[]) => bench.api.multi(items(...userIds));

/** A batch whose answer need not be Leanplum's envelope. */
async function sendRaw(...userIds: string[]) {
	const response = await request(`${bench.api.origin}/api`, {
		method: 'POST',
		body: JSON.stringify({
			...bench.api.envelope(),
			action: 'multi',
			time: nowSeconds(),
			data: items(...userIds),
		}),
	});
	const { statusCode: status, headers } = response;
	return { status, headers, text: await response.body.text() };
}

const trackedCount = async () => (await bench.admin.stats(bench.appId)).tracked;

const lastRequest = async () => (await bench.admin.requests(bench.appId)).at(-1);

describe('status', () => {
	it('comes instead of processing', async () => {
		await strike({ kind: 'status', status: 503 });
		const { status, item } = await send('a');
		expect([status, item.success]).toEqual([503, false]);
		expect(await trackedCount()).toBe(0);
		expect(await lastRequest()).toMatchObject({
			status: 503,
			processed: false,
			actions: [{ outcome: 'notProcessed' }],
		});
	});

	it('or after it, with a body of choice', async () => {
		await strike({
			kind: 'status',
			status: 500,
			body: 'oops',
			contentType: 'text/plain',
			process: true,
		});
		const { status, headers, text } = await sendRaw('a');
		expect([status, headers['content-type'], text]).toEqual([500, 'text/plain', 'oops']);
		expect(await trackedCount()).toBe(1);
	});
});

describe('html502', () => {
	it.each([false, true])('with process %s', async (process) => {
		await strike({ kind: 'html502', process });
		const { status, headers, text } = await sendRaw('a');
		expect(status).toBe(502);
		expect(headers['content-type']).toContain('text/html');
		expect(text).toContain('<html>');
		expect(await trackedCount()).toBe(process ? 1 : 0);
	});
});

describe('delay', () => {
	it.each(['before', 'after'] as const)('%s processing', async (timing) => {
		await strike({ kind: 'delay', ms: 300, timing });
		const started = Date.now();
		const reply = send('a');
		await new Promise((resolve) => setTimeout(resolve, 150));
		expect(await trackedCount()).toBe(timing === 'before' ? 0 : 1);
		expect((await reply).status).toBe(200);
		expect(Date.now() - started).toBeGreaterThanOrEqual(295);
		expect((await lastRequest())?.durationMs).toBeGreaterThanOrEqual(295);
	});

	it('adds to another fault', async () => {
		await strike({ kind: 'delay', ms: 120 });
		await strike({ kind: 'status', status: 500 });
		const started = Date.now();
		expect((await send('a')).status).toBe(500);
		expect(Date.now() - started).toBeGreaterThanOrEqual(115);
	});
});

describe('drop', () => {
	it.each([
		['before', 0],
		['during', 2],
		['after', 4],
	] as const)('%s processing', async (when, done) => {
		await strike({ kind: 'drop', when });
		await expect(send('a', 'b', 'c', 'd')).rejects.toThrow(/other side closed|ECONNRESET/);
		expect(await trackedCount()).toBe(done);
		const record = await lastRequest();
		expect(record).toMatchObject({ dropped: when, processed: done > 0 });
		expect(record?.status).toBeUndefined();
		expect(record?.actions.filter(({ outcome }) => outcome === 'done')).toHaveLength(done);
		expect((await bench.admin.stats(bench.appId)).byStatus).toEqual({ none: 1 });
	});
});

it('drop with reset ends the connection with a TCP reset', async () => {
	await strike({ kind: 'drop', when: 'after', reset: true });
	await expect(send('a', 'b')).rejects.toThrow('read ECONNRESET');
	expect(await trackedCount()).toBe(2);
});

it('silence leaves the connection open and does nothing', async () => {
	await strike({ kind: 'silence' });
	await expect(
		request(`${bench.api.origin}/api`, {
			method: 'POST',
			body: JSON.stringify({ ...bench.api.envelope(), action: 'track', userId: 'a', event: 'e' }),
			signal: AbortSignal.timeout(200),
		}),
	).rejects.toThrow('aborted due to timeout');
	expect(await trackedCount()).toBe(0);
	// The user is free again at once, though the caller still waits.
	expect((await send('a')).status).toBe(200);
});

describe('broken bodies', () => {
	it.each([undefined, 5])('truncate (bytes: %s)', async (bytes) => {
		await strike({ kind: 'truncate', ...(bytes === undefined ? {} : { bytes }) });
		await expect(sendRaw('a')).rejects.toThrow();
		expect(await trackedCount()).toBe(1);
	});

	it('invalidJson', async () => {
		await strike({ kind: 'invalidJson' });
		const { status, text } = await sendRaw('a');
		expect(status).toBe(200);
		expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
		expect(await trackedCount()).toBe(1);
	});

	it('emptyResponse', async () => {
		await strike({ kind: 'emptyResponse' });
		expect((await send('a')).root).toEqual({ response: [] });
		expect(await trackedCount()).toBe(1);
	});

	it('slowDrip', async () => {
		await strike({ kind: 'slowDrip', bytesPerSecond: 400 });
		const started = Date.now();
		const { items: replies } = await send('a', 'b');
		expect(replies).toHaveLength(2);
		expect(Date.now() - started).toBeGreaterThan(150);
	});

	it('hugeReply', async () => {
		await strike({ kind: 'hugeReply', bytes: 3_000_000 });
		const { text, items: replies } = await send('a');
		expect(text.length).toBeGreaterThan(3_000_000);
		expect(replies).toHaveLength(1);
	});
});

describe('replies that do not match', () => {
	const reqIds = async () => (await send('a', 'b', 'c')).items.map(({ reqId }) => reqId);

	it.each([
		['reorder', true, ['r2', 'r1', 'r0']],
		['tooFew', true, ['r1', 'r2']],
		['tooMany', true, [undefined, 'r0', 'r1', 'r2']],
		['reorder', false, [undefined, undefined, undefined]],
		['tooFew', false, [undefined, undefined]],
		['tooMany', false, [undefined, undefined, undefined, undefined]],
	] as const)('%s with reqId %s', async (kind, withReqId, expected) => {
		await strike({ kind, withReqId });
		expect(await reqIds()).toEqual(expected);
		expect(await trackedCount()).toBe(3);
	});

	it('stripReqId', async () => {
		await strike({ kind: 'stripReqId' });
		expect(await reqIds()).toEqual([undefined, undefined, undefined]);
	});
});

describe('other places', () => {
	it('endpointMismatch has the shape the Android SDK expects', async () => {
		await strike({ kind: 'endpointMismatch', apiHost: 'api.example.com' });
		expect((await send('a')).item).toEqual({
			success: false,
			apiHost: 'api.example.com',
			apiPath: 'api',
			devServerHost: 'dev.api.example.com',
			error: { message: 'App endpoint configuration mismatch.' },
		});
		expect(await trackedCount()).toBe(0);
	});

	it('redirect', async () => {
		await strike({ kind: 'redirect', location: 'http://127.0.0.1:9/elsewhere' });
		const { status, headers } = await sendRaw('a');
		expect([status, headers.location]).toEqual([302, 'http://127.0.0.1:9/elsewhere']);
		expect(await trackedCount()).toBe(0);
	});

	it('migrateState lies beside response', async () => {
		await strike({ kind: 'migrateState' });
		const { root } = await send('a');
		expect(root).toMatchObject({ migrateState: { sha256: expect.any(String) as string } });
		expect(root.response).toHaveLength(1);
	});
});

describe('single items', () => {
	it('itemError lets the actions of one user fail', async () => {
		await strike({ kind: 'itemError', userId: 'b', message: 'Broken' });
		const { status, items: replies } = await send('a', 'b', 'c');
		expect(status).toBe(200);
		expect(replies).toEqual([
			{ success: true, isOffline: true, reqId: 'r0' },
			{ success: false, error: { message: 'Broken' }, reqId: 'r1' },
			{ success: true, isOffline: true, reqId: 'r2' },
		]);
		expect(await bench.admin.user(bench.appId, 'b')).toBeUndefined();
	});

	it('itemError with a status lets the whole reply look failed', async () => {
		await strike({ kind: 'itemError', userId: 'b', message: 'Broken', status: 404 });
		const { status, items: replies } = await send('a', 'b');
		expect([status, replies.map(({ success }) => success)]).toEqual([404, [true, false]]);
		expect(await trackedCount()).toBe(1);
	});

	it('batchRefused refuses all as long as one user is among them', async () => {
		const fault = { kind: 'batchRefused', status: 400, message: 'No', whenUserId: 'b' } as const;
		await strike(fault, { times: null });
		expect((await send('a', 'c')).status).toBe(200);
		const { status, items: replies } = await send('a', 'b', 'c');
		expect([status, replies]).toEqual([400, [{ success: false, error: { message: 'No' } }]]);
		expect((await send('b')).status).toBe(400);
		expect(await trackedCount()).toBe(2);
	});
});

describe('which requests are struck', () => {
	const failing = { kind: 'status', status: 500 } as const;
	const statuses = async (count: number) => {
		const seen: number[] = [];
		for (let index = 0; index < count; index++) seen.push((await send('a')).status);
		return seen;
	};

	it('one by default, several with `times`, all with null', async () => {
		await strike(failing);
		expect(await statuses(2)).toEqual([500, 200]);
		await strike(failing, { times: 2 });
		expect(await statuses(3)).toEqual([500, 500, 200]);
		await strike(failing, { times: null });
		expect(await statuses(3)).toEqual([500, 500, 500]);
	});

	it('after `skip` others', async () => {
		await strike(failing, { skip: 2 });
		expect(await statuses(4)).toEqual([200, 200, 500, 200]);
	});

	it('one fault after another', async () => {
		await strike({ kind: 'status', status: 500 });
		await strike({ kind: 'status', status: 408 });
		expect(await statuses(3)).toEqual([500, 408, 200]);
	});

	it('only the matching ones', async () => {
		await strike(failing, { match: { action: 'advance' }, times: null });
		await strike(failing, { match: { batchContainsUserId: 'x' }, times: null });
		await strike(failing, { match: { minActions: 3 }, times: null });
		expect((await send('a', 'b')).status).toBe(200);
		expect((await send('a', 'x')).status).toBe(500);
		expect((await send('a', 'b', 'c')).status).toBe(500);
		const advance = [{ action: 'advance', userId: 'a', state: 's' }];
		expect((await bench.api.multi(advance)).status).toBe(500);
		expect((await bench.api.call('advance', { userId: 'a', state: 's' })).status).toBe(500);
		const forms = { match: { contentType: 'multipart/form-data' } };
		await strike(failing, forms);
		expect((await send('a')).status).toBe(200);
	});

	it('only those of the app', async () => {
		await bench.admin.fault({ appId: bench.sandbox.appId, fault: failing });
		expect(await statuses(1)).toEqual([200]);
		await bench.admin.clearFaults(bench.sandbox.appId);
	});

	it('can be read back and removed', async () => {
		const faultId = await strike(failing, { times: null });
		expect(await statuses(2)).toEqual([500, 500]);
		const faults = await bench.admin.faults();
		expect(faults.find((fault) => fault.faultId === faultId)).toMatchObject({
			appId: bench.appId,
			fault: failing,
			times: null,
			struck: 2,
		});
		await bench.admin.removeFault(faultId);
		expect(await statuses(1)).toEqual([200]);
		await strike(failing, { times: null });
		await bench.admin.clearFaults(bench.appId);
		expect(await statuses(1)).toEqual([200]);
	});

	it('refuses a fault it does not know', async () => {
		const fault = { kind: 'earthquake' } as unknown as Kind;
		await expect(strike(fault)).rejects.toMatchObject({ status: 400 });
	});
});
