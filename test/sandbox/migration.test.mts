import type { MigrationInput } from 'leanplum-sandbox';
import { Bench, nowSeconds } from './api-client.mts';

const bench = Bench.forThisFile();

const migrate = (migration: MigrationInput) => bench.admin.putMigration(bench.appId, migration);

const state = async (args: Record<string, unknown> = {}) =>
	(await bench.api.call('getMigrateState', args)).item;

const rootOf = async (extra: Record<string, unknown> = {}) =>
	(await bench.api.multi([{ action: 'track', userId: 'ada', event: 'e' }], extra)).root;

describe('getMigrateState', () => {
	it('says that an app is not moving', async () => {
		expect(await state()).toEqual({
			success: true,
			sdk: 'lp',
			state: 'NONE',
			api: { profile: 'lp', events: 'lp' },
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
		});
	});

	it('tells the steps of a move, with CleverTap and with the user of the device', async () => {
		await migrate({ phase: 'duplicate' });
		const device = { deviceId: 'ada-phone' };
		const duplicate = await state(device);
		expect(duplicate).toMatchObject({
			sdk: 'lp+ct',
			state: 'EVENTS_UPLOAD_STARTED',
			api: { profile: 'lp+ct', events: 'lp+ct' },
			ct: { regionCode: 'eu1', identityKeys: ['Identity', 'Email'] },
			loggedInUserId: 'ada',
		});
		await migrate({ phase: 'cleverTap' });
		const moved = await state();
		expect(moved).toMatchObject({ sdk: 'ct', api: { events: 'ct' } });
		expect(moved.sha256).not.toBe(duplicate.sha256);
		expect(moved.loggedInUserId).toBeUndefined();
	});

	it('tells any fields that are set, and leaves out those that are removed', async () => {
		const ct = { accountId: 'A-B-C', regionCode: 'mars1' };
		await migrate({ phase: 'cleverTap', fields: { sdk: null, ct, api: { events: 'lp+ct' } } });
		const item = await state();
		expect(item).toMatchObject({ state: 'SDK_TRAFFIC_STOPPED', ct, api: { events: 'lp+ct' } });
		expect(item).not.toHaveProperty('sdk');
	});

	it('is answered with the development key, and within a batch with its reqId', async () => {
		const { item } = await bench.api.call('getMigrateState', { devMode: true }, 'development');
		expect(item.sdk).toBe('lp');
		const { items } = await bench.api.multi([{ action: 'getMigrateState', reqId: 'r' }]);
		expect(items).toMatchObject([{ sdk: 'lp', reqId: 'r' }]);
	});
});

describe('the root of a reply to a batch', () => {
	it('tells SDKs the hash of the state, and others once it has been set', async () => {
		const { sha256 } = await state();
		expect(await rootOf({ sdkVersion: '7' })).toMatchObject({ migrateState: { sha256 } });
		expect(await rootOf()).not.toHaveProperty('migrateState');
		await migrate({ phase: 'duplicate' });
		const next = (await state()).sha256;
		expect(next).not.toBe(sha256);
		expect(await rootOf()).toMatchObject({ migrateState: { sha256: next } });
	});
});

describe('an app that lives at another host', () => {
	it('sends everybody there, and answers those who come that way', async () => {
		const { host, port } = new URL(bench.api.origin);
		await migrate({ endpoint: { apiHost: `localhost:${port}` } });
		const track = { ...bench.api.envelope(), action: 'track', userId: 'new', event: 'e' };
		const here = await bench.api.raw({ body: JSON.stringify(track) });
		expect(here.items).toEqual([
			{
				success: false,
				error: { message: 'App endpoint configuration mismatch.' },
				apiHost: `localhost:${port}`,
				apiPath: 'api',
				devServerHost: `dev.localhost:${port}`,
			},
		]);
		expect(await bench.admin.user(bench.appId, 'new')).toBeUndefined();
		const headers = { host: host.replace('127.0.0.1', 'localhost') };
		const there = await bench.api.raw({ headers, body: JSON.stringify(track) });
		expect(there.item.success).toBe(true);
		expect(nowSeconds() - ((await bench.user('new')).created ?? 0)).toBeLessThan(60);
	});
});
