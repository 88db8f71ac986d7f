import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxProcess } from '../../testkit/sandboxProcess.mts';
import { Bench, eventually } from './api-client.mts';

const bench = Bench.withOwnSandbox();

const PUSH = '4810110001000001';

describe('a seed', () => {
	it('sets up apps with their content and users, without the fixtures', async () => {
		await bench.admin.seed({
			apps: [
				{
					appId: 'app_shop',
					keys: { production: 'prod_shop' },
					settings: { latencyMs: 1 },
					users: { kim: { attributes: { plan: 'gold' }, devices: [{ deviceId: 'd' }] } },
					messages: { '77': { name: 'Shipped', messageType: 'Push Notification' } },
					vars: { button: { color: 'red' } },
					migration: { phase: 'duplicate' },
				},
			],
		});
		expect(await bench.admin.userIds('app_shop')).toEqual(['kim']);
		const args = { appId: 'app_shop', clientKey: 'prod_shop', userId: 'kim' };
		const sent = await bench.api.call('sendMessage', { ...args, messageId: '77' });
		expect(sent.item).toMatchObject({ success: true, messagesSent: 1 });
		const { item } = await bench.api.call('getVars', args);
		expect(item.vars).toEqual({ button: { color: 'red' } });
		expect((await bench.api.call('getMigrateState', args)).item.sdk).toBe('lp+ct');
	});

	it('is refused with the place of what is wrong', async () => {
		const wrong = { apps: [{ messages: { x: {} } }] };
		await expect(bench.admin.seed(wrong)).rejects.toMatchObject({ status: 400 });
	});

	it('can come from a file, and comes again with each reset', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'world.json');
		writeFileSync(file, JSON.stringify({ apps: [{ users: { kim: {} } }] }));
		const sandbox = await startSandboxProcess(['--seed', file]);
		try {
			expect(sandbox.appId).toBe('app_sandbox');
			expect(await sandbox.admin.userIds(sandbox.appId)).toEqual(['kim']);
			await sandbox.admin.seedUsers(sandbox.appId, ['more']);
			for (const appId of [sandbox.appId, undefined]) {
				await sandbox.admin.reset(appId);
				expect(await sandbox.admin.userIds(sandbox.appId)).toEqual(['kim']);
			}
		} finally {
			await sandbox.stop();
		}
	});
});

describe('a snapshot', () => {
	it('holds apps with users, sessions, content, files and settings', async () => {
		const { appId, admin, api } = bench;
		await admin.settings({ lock: 'wait' }, appId);
		await admin.putMigration(appId, { phase: 'cleverTap' });
		await api.call('start', { userId: 'kim', deviceId: 'd', userAttributes: { n: 1 } });
		await api.call('track', { userId: 'kim', deviceId: 'd', event: 'Signup', value: 2 });
		await api.call('sendMessage', { userId: 'kim', messageId: PUSH, values: { firstName: 'K' } });
		const before = await admin.user(appId, 'kim');
		const snapshot = await admin.save();
		await admin.reset();
		expect((await admin.apps()).map((app) => app.appId)).toEqual(['app_sandbox']);
		await admin.load(snapshot);
		expect(await admin.user(appId, 'kim')).toEqual(before);
		expect(await admin.sent(appId)).toMatchObject([{ userId: 'kim', messageId: PUSH }]);
		expect((await api.call('getMigrateState')).item.sdk).toBe('ct');
		// The session that was open is open still, and is the one in the history.
		expect((await api.call('track', { userId: 'kim', event: 'e' })).item).toEqual({
			success: true,
		});
		await api.call('stop', { userId: 'kim' });
		await eventually(async () => ((await bench.user('kim')).sessions[0]?.end ? true : undefined));
		const { events } = await bench.user('kim');
		expect(events).toMatchObject({ Signup: { count: 1 }, e: { count: 1 } });
	});

	it('is refused when it is none', async () => {
		await expect(bench.admin.load(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
			status: 400,
		});
		await expect(bench.admin.load(new Uint8Array())).rejects.toMatchObject({ status: 400 });
	});
});

describe('users with any ID', () => {
	const LONE = 'half \ud83d';

	it.each(['x'.repeat(400), '.', '..', '"quoted"', 'a/b?c#d %', LONE])('%j', async (userId) => {
		await bench.admin.putUser(bench.appId, userId, { attributes: { a: 'b' } });
		expect(await bench.user(userId)).toMatchObject({ userId, attributes: { a: 'b' } });
		const query = `?userId=${encodeURIComponent(JSON.stringify(userId))}`;
		const shown = await bench.admin.send('GET', `/apps/${bench.appId}/browse/user${query}`);
		expect(shown).toMatchObject({ userId });
	});
});

describe('the OpenAPI document', () => {
	it('describes the bodies that routes take', async () => {
		const document = await bench.admin.send<{ paths: Record<string, Record<string, object>> }>(
			'GET',
			'/openapi.json',
		);
		expect(document).toMatchObject({
			openapi: '3.1.0',
			paths: {
				'/settings': {
					put: {
						requestBody: {
							content: { 'application/json': { schema: { properties: { latencyMs: {} } } } },
						},
					},
				},
				'/apps/{appId}/messages/{key}': { put: {}, delete: {} },
			},
		});
	});
});
