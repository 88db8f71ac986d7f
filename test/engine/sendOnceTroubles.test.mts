import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { NodeRun } from '../../testkit/engine.mts';
import { SeenStore } from '../../testkit/seenStore.mts';
import { eventsOf, QUICK, TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();
let store: SeenStore;

beforeEach(async () => {
	store = await SeenStore.shared();
	store.clear();
});

const CONTINUE: Partial<NodeRun> = { settings: { onError: 'continueRegularOutput' } };

const across = (options: INodeParameters = {}): INodeParameters => ({
	...TRACK,
	options: {
		...QUICK,
		sendOnce: { once: { sendOnce: 'executions', sendOnceKey: '={{ $json.key }}' } },
		...options,
	},
});

const withKeys = (...keys: unknown[]) =>
	keys.map((key, index) => ({ user: `user-${index}`, event: 'e', key }) as IDataObject);

const statuses = (json: IDataObject[]) => json.map(({ status }) => status);

const tracked = async () => (await testApp.stats()).tracked;

describe('Send Once keys', () => {
	it('are all different, also one that looks like the note of another', async () => {
		await testApp.run(across(), withKeys('order 5'));
		const { json } = await testApp.run(across(), withKeys('order 5 done', 'done order 5'));
		expect(statuses(json)).toEqual(['done', 'done']);
	});

	it('may be numbers, and no lists or objects, which would all be alike', async () => {
		const { json } = await testApp.run(across(), withKeys(5, { id: 1 }, [1]), CONTINUE);
		expect(statuses(json)).toEqual(['done', 'notSent', 'notSent']);
		expect(json[1]?.error).toMatchObject({ message: expect.stringContaining('Send Once Key') });
		expect(await tracked()).toBe(1);
	});

	it('let the next item of the same key be tried when the first reached nobody', async () => {
		await testApp.run(TRACK, eventsOf(['user-1'], 'before'));
		const never = { ...across(), additionalFields: { createDisposition: 'CreateNever' } };
		const { json } = await testApp.run(never, withKeys('a', 'a', 'a'));
		expect(json).toMatchObject([
			{ status: 'skipped', userId: 'user-0' },
			{ status: 'done', userId: 'user-1' },
			{ status: 'duplicate', userId: 'user-2' },
		]);
		expect(await tracked()).toBe(2);
	});

	it('are asked for when Send Once is a word that it does not know', async () => {
		const options = {
			sendOnce: { once: { sendOnce: "={{ 'Across Executions' }}", sendOnceKey: '' } },
		};
		const { json } = await testApp.run(across(options), withKeys('a'), CONTINUE);
		expect(statuses(json)).toEqual(['notSent']);
		expect(await testApp.requests()).toEqual([]);
	});

	it('stay when a message went out, whatever else Leanplum says about it', async () => {
		const body = JSON.stringify({
			response: [{ success: true, messagesSent: 1, warning: { message: 'Something new' } }],
		});
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'status', status: 200, process: true, body },
		});
		const first = await testApp.run(across(), withKeys('a'));
		expect(first.json).toMatchObject([{ status: 'done', warning: 'Something new' }]);
		const again = await testApp.run(across(), withKeys('a'));
		expect(statuses(again.json)).toEqual(['duplicate']);
	});

	it('stay after a warning that nobody knows', async () => {
		const body = JSON.stringify({
			response: [{ success: true, warning: { message: 'Something new' } }],
		});
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'status', status: 200, process: true, body },
		});
		expect(statuses((await testApp.run(across(), withKeys('a'))).json)).toEqual(['skipped']);
		expect(statuses((await testApp.run(across(), withKeys('a'))).json)).toEqual(['duplicate']);
		expect(await tracked()).toBe(1);
	});
});

describe('When n8n’s store fails', () => {
	// To note a key, to see that it stayed, to note that it was done; each counts what is there, too.
	it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
		'after %i accesses, nothing is lost and nothing doubled',
		async (works) => {
			store.works = works;
			store.failures = 1;
			const first = await testApp.run(across(), withKeys('a'), CONTINUE);
			const wasSent = await tracked();
			expect(statuses(first.json)).toEqual([wasSent === 1 ? 'done' : 'failed']);
			store.failures = 0;
			const again = await testApp.run(across(), withKeys('a'), CONTINUE);
			expect(statuses(again.json)).toEqual([wasSent === 1 ? 'duplicate' : 'done']);
			expect(await tracked()).toBe(1);
		},
	);
});

describe('When other workers write to n8n’s store', () => {
	let nodes = 0;
	const key = () => `leanplum key a in ${testApp.appId}`;
	/** A node that this process has not run before. */
	const anotherNode = (): Partial<NodeRun> => ({ settings: { id: `node-${++nodes}` } });

	it('one that makes the place for the keys first keeps nothing from being sent', async () => {
		store.rival = 'theirs';
		const { json } = await testApp.run(across(), withKeys('a'), anotherNode());
		expect(statuses(json)).toEqual(['done']);
		expect(store.keys).toEqual(expect.arrayContaining(['theirs', key()]));
	}, 30_000);

	it('nothing is sent before one that stalled has written over what it had not read', async () => {
		const node = anotherNode();
		await testApp.run(across(), withKeys('before'), node);
		await store.writeFromElsewhere('seen', 0);
		const stalled = store.writeFromElsewhere('late', 2_000);
		const running = testApp.run(across(), withKeys('a'), node);
		await stalled;
		expect(store.keys).not.toContain(key());
		expect(await tracked()).toBe(1);
		expect(statuses((await running).json)).toEqual(['done']);
		expect(store.keys).toEqual(expect.arrayContaining(['late', key()]));
		expect(await tracked()).toBe(2);
	}, 30_000);

	it('what was sent is noted again, so that one that comes later still does no harm', async () => {
		const node = anotherNode();
		await testApp.run(across(), withKeys('before'), node);
		await testApp.admin.settings({ latencyMs: 1_000 }, testApp.appId);
		const late = store.writeFromElsewhere('late', 600);
		const running = testApp.run(across(), withKeys('a'), node);
		await late;
		expect(store.keys).not.toContain(key());
		await running;
		const { json } = await testApp.run(across(), withKeys('a'), node);
		expect(json).toMatchObject([{ status: 'duplicate', userId: 'user-0' }]);
	});
});

describe('When the execution is stopped', () => {
	it('a key is free again whose call Leanplum refused to take up', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'status', status: 429 } });
		await testApp.run(across({ retryDelay: 60_000 }), withKeys('a'), {
			cancelWhen: async () => (await testApp.stats()).requests >= 1,
		});
		const { json } = await testApp.run(across(), withKeys('a'));
		expect(statuses(json)).toEqual(['done']);
		expect(await tracked()).toBe(1);
	});

	it('a key stays whose call was under way', async () => {
		await testApp.admin.settings({ latencyMs: 3_000 }, testApp.appId);
		await testApp.run(across(), withKeys('a'), {
			cancelWhen: async () => (await testApp.stats()).maxInFlightPerUser >= 1,
		});
		await testApp.admin.settings({ latencyMs: 0 }, testApp.appId);
		const { json } = await testApp.run(across(), withKeys('a'));
		expect(json).toMatchObject([{ status: 'duplicate', warning: expect.any(String) as string }]);
	});

	it('it ends soon, also while a slow store is asked', async () => {
		store.accessMs = 150;
		let asked = 0;
		const { wentOnForMs } = await testApp.run(across(), withKeys('a'), {
			cancelWhen: () => Promise.resolve(++asked > 1),
		});
		// Much less than the five seconds that noted keys need to settle.
		expect(wentOnForMs).toBeLessThan(3_000);
		expect(await testApp.requests()).toEqual([]);
	});
});
