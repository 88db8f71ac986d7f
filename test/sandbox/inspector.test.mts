import { networkInterfaces } from 'node:os';
import type {
	EventView,
	JobView,
	Page,
	Pulse,
	RequestSummary,
	SentView,
	UserSummary,
} from 'leanplum-sandbox';
import { request } from 'undici';
import { Bench, eventually } from './api-client.mts';

const bench = Bench.withOwnSandbox();

const PUSH = '4810110001000001';

function browse<Item>(
	kind: string,
	query: Record<string, string | number> = {},
	appId = bench.appId,
) {
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) search.set(name, String(value));
	return bench.admin.send<Page<Item>>('GET', `/apps/${appId}/browse/${kind}?${search}`);
}

/** All pages of a list, and how many there were. */
async function allPages<Item>(kind: string, query: Record<string, string | number> = {}) {
	const items: Item[] = [];
	let before: number | undefined;
	let pages = 0;
	do {
		const page = await browse<Item>(kind, { ...query, ...(before !== undefined && { before }) });
		items.push(...page.items);
		before = page.next;
		pages += 1;
	} while (before !== undefined);
	return { items, pages };
}

const get = (path: string, headers: Record<string, string> = {}) =>
	request(`${bench.api.origin}${path}`, { headers });

describe('the page', () => {
	it('is there, whole, and forbids everything from elsewhere', async () => {
		const { statusCode, headers, body } = await get('/inspector/');
		expect(statusCode).toBe(200);
		expect(headers['content-type']).toBe('text/html; charset=utf-8');
		const policy = String(headers['content-security-policy']);
		for (const part of [
			"default-src 'none'",
			"script-src 'self'",
			"style-src 'self'",
			"frame-ancestors 'none'",
			"require-trusted-types-for 'script'",
		]) {
			expect(policy.split('; ')).toContain(part);
		}
		expect(policy).not.toMatch(/unsafe|http|\*|data:/);
		const html = await body.text();
		const files = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, file]) => file!);
		expect(files.length).toBeGreaterThan(5);
		for (const file of files) {
			expect(file).toMatch(/^[a-z]+\.(css|mjs|svg)$/);
			const answer = await get(`/inspector/${file}`);
			await answer.body.dump();
			expect([file, answer.statusCode]).toEqual([file, 200]);
			expect(answer.headers['x-content-type-options']).toBe('nosniff');
		}
	});

	it('is found without the slash', async () => {
		const { statusCode, headers, body } = await get('/inspector');
		await body.dump();
		expect([statusCode, headers.location]).toEqual([302, '/inspector/']);
	});

	it.each(['tsconfig.json', 'main.mts', '..%2fpackage.json', '../cli.mjs', 'nothing.css'])(
		'holds no %s',
		async (file) => {
			const { statusCode, body } = await get(`/inspector/${file}`);
			await body.dump();
			expect(statusCode).toBe(404);
		},
	);
});

describe('the admin API in browsers', () => {
	it.each([
		['cross-site', 403],
		['same-site', 403],
		['same-origin', 200],
		['none', 200],
	])('answers a page that is %s with %d', async (site, status) => {
		const { statusCode, body } = await get('/admin/apps', { 'sec-fetch-site': site });
		await body.dump();
		expect(statusCode).toBe(status);
	});

	const port = () => new URL(bench.api.origin).port;
	const statusOf = async (path: string, headers: Record<string, string>) => {
		const { statusCode, body } = await get(path, headers);
		await body.dump();
		return statusCode;
	};

	it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1', 'a b'])(
		'is not there under the name %s, nor is the inspector, but the API is',
		async (name) => {
			const host = `${name}:${port()}`;
			expect(await statusOf('/admin/apps', { host })).toBe(403);
			expect(await statusOf('/inspector/', { host })).toBe(403);
			expect(await statusOf('/api', { host })).toBe(400);
			await bench.admin.clearRequests();
		},
	);

	it.each(['localhost', '127.0.0.1', '127.1.2.3', '[::1]'])('is there at %s', async (name) => {
		const host = `${name}:${port()}`;
		expect(await statusOf('/admin/apps', { host, origin: `http://${host}` })).toBe(200);
		expect(await statusOf('/inspector/', { host, 'sec-fetch-site': 'cross-site' })).toBe(200);
	});

	it.each(['null', 'http://evil.example', 'http://localhost:5678', 'https://localhost'])(
		'lets pages of the origin %s neither read nor change anything',
		async (origin) => {
			expect(await statusOf('/admin/apps', { origin })).toBe(403);
			const { statusCode, body } = await request(`${bench.api.origin}/admin/reset`, {
				method: 'POST',
				headers: { origin },
			});
			await body.dump();
			expect(statusCode).toBe(403);
			expect(await bench.admin.userIds(bench.appId)).toHaveLength(4);
		},
	);

	const hasIpv6 = Object.values(networkInterfaces())
		.flat()
		.some((address) => address?.address === '::1');
	(hasIpv6 ? it : it.skip)('is there on the IPv6 loopback address as well', async () => {
		const { statusCode, body } = await request(`http://[::1]:${port()}/admin/apps`);
		await body.dump();
		expect(statusCode).toBe(200);
	});

	it('has no open CORS', async () => {
		const { headers, body } = await get('/admin/apps');
		await body.dump();
		expect(headers).not.toHaveProperty('access-control-allow-origin');
	});
});

describe('requests', () => {
	it('come newest first, with what became of them', async () => {
		await bench.api.call('track', { userId: 'ada', event: 'Purchase' });
		await bench.api.multi([
			{ action: 'track', userId: 'ada', event: 'e' },
			{ action: 'sendMessage', userId: 'nobody', messageId: PUSH },
			{ action: 'track', userId: 'ada' },
		]);
		const { items, next } = await browse<RequestSummary>('requests');
		expect(next).toBeUndefined();
		expect(items).toMatchObject([
			{
				action: 'multi',
				actionCount: 3,
				actionNames: ['track', 'sendMessage'],
				outcomes: { done: 1, skipped: 1, failed: 1, notProcessed: 0 },
				remark: 'User not found; request skipped.',
				distinctUsers: 2,
				subject: 'ada',
				unknownApp: false,
			},
			{ action: 'track', about: 'Purchase', subject: 'ada', status: 200, actionCount: 1 },
		]);
		expect(JSON.stringify(items)).not.toContain('"args"');
	});

	it('name the message that they send', async () => {
		await bench.api.call('sendMessage', { userId: 'ada', messageId: PUSH });
		const { items } = await browse<RequestSummary>('requests');
		expect(items[0]).toMatchObject({ about: 'Welcome push' });
	});

	it('show those with a wrong App ID in every app, and those of other apps in none', async () => {
		await bench.api.raw({ query: { appId: 'app_typo', action: 'track', clientKey: 'secret' } });
		const other = await bench.admin.newApp();
		for (const appId of [bench.appId, other.appId]) {
			const { items } = await browse<RequestSummary>('requests', {}, appId);
			expect(items).toMatchObject([{ appId: 'app_typo', unknownApp: true, status: 404 }]);
			expect(JSON.stringify(items)).not.toContain('secret');
		}
		await bench.api.call('track', { userId: 'ada', event: 'e' });
		expect((await browse('requests', {}, other.appId)).items).toHaveLength(1);
		const url = `/apps/${other.appId}/browse/requests`;
		await bench.admin.send('DELETE', url);
		expect((await browse('requests', {}, other.appId)).items).toEqual([]);
		expect((await browse('requests')).items).toHaveLength(1);
	});

	it('are found by any of several words, in values and warnings, whatever their case', async () => {
		await bench.api.call('track', { userId: 'ada', event: 'Signup', params: { plan: 'Gold' } });
		await bench.api.call('track', {
			userId: 'nobody',
			event: 'Signup',
			createDisposition: 'CreateNever',
		});
		const found = async (q: string) =>
			(await browse<RequestSummary>('requests', { q })).items.map(({ subject }) => subject);
		expect(await found('signup')).toEqual(['nobody', 'ada']);
		expect(await found('SIGNUP gold')).toEqual(['ada']);
		expect(await found('not found')).toEqual(['nobody']);
		expect(await found('gold nobody')).toEqual([]);
	});

	it('can be read one by one', async () => {
		await bench.api.call('track', { userId: 'ada', event: 'Purchase', value: 2 });
		const { items } = await browse<RequestSummary>('requests');
		const url = `/apps/${bench.appId}/browse/requests`;
		expect(await bench.admin.send('GET', `${url}/${items[0]!.id}`)).toMatchObject({
			actions: [{ args: { userId: 'ada', event: 'Purchase', value: 2 }, outcome: 'done' }],
		});
		await expect(bench.admin.send('GET', `${url}/999999`)).rejects.toMatchObject({ status: 404 });
		const other = await bench.admin.newApp();
		const foreign = `/apps/${other.appId}/browse/requests/${items[0]!.id}`;
		await expect(bench.admin.send('GET', foreign)).rejects.toMatchObject({ status: 404 });
	});
});

describe('pages', () => {
	it('hold each entry once, in order', async () => {
		await bench.admin.seedUsers(
			bench.appId,
			Array.from({ length: 250 }, (_, i) => `u${i}`),
		);
		const { items, pages } = await allPages<UserSummary>('users', { limit: 100 });
		expect(pages).toBe(3);
		expect(items.map(({ userId }) => userId)).toEqual([
			...Array.from({ length: 250 }, (_, i) => `u${249 - i}`),
			...['katherine', 'alan', 'grace', 'ada'],
		]);
	});

	it('stop a long search after a while, and find everything when asked on', async () => {
		const filler = 'x'.repeat(2000);
		await bench.admin.putUser(bench.appId, 'first', { attributes: { mark: 'needle' } });
		const userIds = Array.from(
			{ length: 100_000 },
			(_, index) => `${filler.slice(0, 300)}${index}`,
		);
		await bench.admin.seedUsers(bench.appId, userIds);
		await bench.admin.putUser(bench.appId, 'last', { attributes: { mark: 'needle' } });
		const { items, pages } = await allPages<UserSummary>('users', { q: 'needle' });
		expect(items.map(({ userId }) => userId)).toEqual(['last', 'first']);
		expect(pages).toBeGreaterThan(1);
	});

	it.each([{ limit: 0 }, { limit: 501 }, { before: -1 }, { before: 'x' }])(
		'are refused for %j',
		async (query) => {
			await expect(browse('users', query as never)).rejects.toMatchObject({ status: 400 });
		},
	);

	it.each(['nothing', 'constructor', '__proto__'])('of %s are not there', async (kind) => {
		await expect(browse(kind)).rejects.toMatchObject({ status: 404 });
	});
});

describe('events', () => {
	it('come newest first, those of messages with the name of the message', async () => {
		await bench.api.call('sendMessage', { userId: 'ada', messageId: PUSH });
		await bench.api.call('track', {
			userId: 'grace',
			event: 'Purchase',
			value: 3,
			params: { a: 1 },
		});
		const { items } = await browse<EventView>('events', { limit: 2 });
		expect(items).toMatchObject([
			{ userId: 'grace', event: 'Purchase', value: 3, params: { a: 1 } },
			{ userId: 'ada', message: { id: PUSH, name: 'Welcome push', event: 'Sent' } },
		]);
		const { items: found } = await browse<EventView>('events', { q: 'welcome sent' });
		expect(found).toHaveLength(1);
	});

	it('are forgotten with a user who is erased', async () => {
		await bench.api.call('track', { userId: 'u', event: 'Secret' });
		await bench.api.call('deleteUser', { userId: 'u', fullErasure: true }, 'development');
		expect((await browse('events', { q: 'secret' })).items).toEqual([]);
	});

	it('keep the newest ones when there are many', async () => {
		for (let batch = 0; batch < 42; batch++) {
			const data = Array.from({ length: 500 }, (_, i) => ({
				action: 'track',
				userId: `u${i % 50}`,
				event: `e${batch}`,
			}));
			await bench.api.multi(data);
		}
		const { items } = await allPages<EventView>('events', { limit: 500 });
		expect(items[0]!.event).toBe('e41');
		expect(items.length).toBeGreaterThanOrEqual(10_000);
		expect(items.length).toBeLessThan(20_000);
	});
});

describe('sent messages', () => {
	it('come with what they say, those of campaigns too', async () => {
		await bench.api.call('sendMessage', {
			userId: 'ada',
			messageId: PUSH,
			values: { firstName: 'A' },
		});
		const campaignId = '4810110004000001';
		await bench.api.call('startCampaign', { userId: 'grace', campaignId }, 'development');
		const { items } = await browse<SentView>('sent');
		expect(items).toMatchObject([
			{ id: 2, userId: 'grace', campaignId, message: { messageType: 'Email' } },
			{ id: 1, userId: 'grace', campaignId, message: { name: 'Welcome push' }, systems: ['iOS'] },
			{ id: 0, userId: 'ada', values: { firstName: 'A' }, message: { name: 'Welcome push' } },
		]);
		expect(items[0]!.message!.text).toMatch(/\{\{Value "firstName"\}\}/);
		// What sendMessage sent is told apart from that.
		expect(await bench.admin.sent(bench.appId)).toHaveLength(1);
	});

	it('stay when their message is deleted', async () => {
		await bench.api.call('sendMessage', { userId: 'ada', messageId: PUSH });
		await bench.admin.send('DELETE', `/apps/${bench.appId}/messages/${PUSH}`);
		const { items } = await browse<SentView>('sent');
		expect(items).toMatchObject([{ messageId: PUSH }]);
		expect(items[0]).not.toHaveProperty('message');
	});
});

describe('other lists', () => {
	it('hold jobs with their results', async () => {
		await bench.admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, bench.appId);
		const { item } = await bench.api.call('exportUsers', {}, 'dataExport');
		const { items } = await browse<JobView>('jobs');
		expect(items).toMatchObject([
			{ jobId: item.jobId, kind: 'export', state: 'FINISHED', numBytes: expect.any(Number) },
		]);
	});

	it('hold deliveries with their attempts', async () => {
		const postbackUrl = 'http://127.0.0.1:9/?user={{User ID}}';
		await bench.api.call('addPostback', { type: 'messageEvents', postbackUrl }, 'dataExport');
		await bench.api.call('sendMessage', { userId: 'ada', messageId: PUSH });
		const [delivery] = await eventually(async () => {
			const { items } = await browse<{ state: string; attempts: unknown[] }>('deliveries');
			return items[0]?.state === 'failed' ? items : undefined;
		});
		expect(delivery).toMatchObject({ url: 'http://127.0.0.1:9/?user=ada' });
		expect(delivery!.attempts).toHaveLength(1);
	});

	it('show of a user the newest sessions and events', async () => {
		for (let index = 0; index < 130; index++) {
			await bench.api.call('track', { userId: 'u', event: `e${index}` });
		}
		const view = await bench.admin.send<{ tracked: EventView[] }>(
			'GET',
			`/apps/${bench.appId}/browse/user?userId=u`,
		);
		expect(view.tracked).toHaveLength(100);
		expect(view.tracked.at(-1)).toMatchObject({ event: 'e129' });
		expect((await bench.user('u')).tracked).toHaveLength(130);
	});
});

describe('live', () => {
	it('tells of each change, and ends with the reader', async () => {
		const { statusCode, headers, body } = await get(`/admin/live?appId=${bench.appId}`);
		expect(statusCode).toBe(200);
		expect(headers['content-type']).toMatch(/^text\/event-stream/);
		let heard = '';
		body.setEncoding('utf8').on('data', (text: string) => (heard += text));
		body.on('error', () => undefined);
		const last = () =>
			[...heard.matchAll(/^event: pulse\ndata: (.+)$/gm)]
				.map(([, data]) => JSON.parse(data!) as Pulse)
				.at(-1);
		const until = (met: (pulse: Pulse) => boolean) =>
			eventually(() => {
				const pulse = last();
				return pulse && met(pulse) ? pulse : undefined;
			});
		const first = await until(() => true);
		expect(first.counts).toMatchObject({ requests: 0, users: 4, sent: 0, messages: 10 });
		await bench.api.call('sendMessage', { userId: 'ada', messageId: PUSH });
		const second = await until(({ counts }) => counts.sent === 1);
		expect(second.revision).not.toBe(first.revision);
		expect(second.stats.requests).toBe(1);
		await bench.admin.putUser(bench.appId, 'ada', { attributes: { tier: 'none' } });
		await until(({ revision }) => revision !== second.revision);
		await bench.admin.fault({ appId: bench.appId, fault: { kind: 'html502' } });
		await until(({ counts }) => counts.faults === 1);
		await bench.admin.reset();
		await eventually(() => (heard.includes('event: gone') ? true : undefined));
		body.destroy();
	});

	it('needs an app', async () => {
		const { statusCode, body } = await get('/admin/live');
		await body.dump();
		expect(statusCode).toBe(404);
	});
});
