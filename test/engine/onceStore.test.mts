import type { IExecuteFunctions } from 'n8n-workflow';
import { OnceStore } from '../../nodes/Leanplum/sendOnce/onceStore';
import { SeenStore } from '../../testkit/seenStore.mts';

/** What is said of keys that nobody else can be expected to write over. */
const QUICK_MS = 1_000;

let nodes = 0;

/** A place of the store that this process does not know yet. */
function newPlace() {
	const store = new SeenStore();
	const id = `node-${++nodes}`;
	const data = { workflow: { id: 'workflow' }, node: { id } };
	const helpers: Partial<IExecuteFunctions['helpers']> = {
		checkProcessedAndRecord: async (keys, scope, options) =>
			await store.checkProcessedAndRecord(keys, scope, data as never, options),
		removeProcessed: async (keys, scope) => await store.removeProcessed(keys, scope, data as never),
		getProcessedDataCount: async (scope) => await store.getProcessedDataCount(scope, data as never),
	};
	const context = {
		getWorkflow: () => data.workflow,
		getNode: () => data.node,
		helpers,
	} as unknown as IExecuteFunctions;
	/** What an execution of this process sees. */
	const seen = () => new OnceStore(context, 'node', 10);
	const record = async (...keys: string[]) => await seen().record(keys);
	return { store, context, seen, record };
}

const numbered = (first: number, count: number) =>
	Array.from({ length: count }, (_, index) => `key ${first + index}`);

afterEach(() => jest.restoreAllMocks());

describe('Keys in n8n’s store', () => {
	it('are kept up to their limit or a little more, and the newest are', async () => {
		const { store, record } = newPlace();
		for (let first = 0; first < 50; first++) {
			await record(`key ${first}`);
			expect(store.keys.length).toBeLessThanOrEqual(12);
			expect(store.keys.slice(-10)).toEqual(
				numbered(Math.max(0, first - 9), Math.min(10, first + 1)),
			);
		}
	});

	it('settle soon where nobody else writes, also when some go and the oldest are cut', async () => {
		const { seen, record } = newPlace();
		for (let first = 0; first < 50; first++) {
			const { settleMs } = await record(`key ${first}`, `other ${first}`);
			expect(settleMs).toBeLessThan(QUICK_MS);
			await seen().forget([`other ${first}`]);
		}
	});

	it('settle late after somebody else wrote, for ten minutes', async () => {
		const { store, record } = newPlace();
		await record('mine');
		await store.writeFromElsewhere('theirs', 0);
		expect((await record('a')).settleMs).toBeGreaterThanOrEqual(5_000);
		expect((await record('b')).settleMs).toBeGreaterThanOrEqual(5_000);
		const now = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => now + 9 * 60_000);
		expect((await record('c')).settleMs).toBeGreaterThanOrEqual(5_000);
		jest.spyOn(Date, 'now').mockImplementation(() => now + 11 * 60_000);
		expect((await record('d')).settleMs).toBeLessThan(QUICK_MS);
	});

	it('settle late when somebody wrote over them', async () => {
		const { store, seen, record } = newPlace();
		await record('mine');
		const late = store.writeFromElsewhere('theirs', 20);
		await record('a', 'b');
		await late;
		const again = await record('a', 'b');
		expect([...again.fresh]).toEqual(['a', 'b']);
		expect(again.settleMs).toBeGreaterThanOrEqual(5_000);
		await seen().forget(['a']);
		expect(store.keys).toEqual(['mine', 'theirs', 'b']);
	});

	it('settle later the slower the store has become', async () => {
		const { store, record } = newPlace();
		store.accessMs = 1_000;
		await record('mine');
		store.accessMs = 1;
		await store.writeFromElsewhere('theirs', 0);
		expect((await record('a')).settleMs).toBeGreaterThanOrEqual(8_000);
	}, 20_000);

	it('settle late where they were before this process looked', async () => {
		const { store, record, context } = newPlace();
		await context.helpers.checkProcessedAndRecord(['theirs'], 'node', { mode: 'entries' });
		expect((await record('mine')).settleMs).toBeGreaterThanOrEqual(5_000);
		expect((await record('next')).settleMs).toBeLessThan(QUICK_MS);
		expect(store.keys).toEqual(['theirs', 'mine', 'next']);
	});
});

describe('Executions of one process', () => {
	it('share accesses to the store, and each learns what is new of its own', async () => {
		const { store, record } = newPlace();
		await record('known');
		store.recordings = 0;
		const results = await Promise.all(
			Array.from({ length: 20 }, async (_, run) => await record('known', `key ${run}`)),
		);
		expect(results.map(({ fresh }) => [...fresh])).toEqual(results.map((_, run) => [`key ${run}`]));
		// The first finds nobody else, the others wait for it.
		expect(store.recordings).toBeLessThanOrEqual(2);
	});

	it('find a key new in one of them only, also while another process writes over it', async () => {
		const { store, seen } = newPlace();
		const [first, second] = [seen(), seen()];
		const noted = await Promise.all([first.note(['a', 'b'], []), second.note(['b', 'c'], [])]);
		expect(noted.map(({ fresh }) => [...fresh])).toEqual([['a', 'b'], ['c']]);
		await store.removeProcessed(['a'], 'node', {
			workflow: { id: 'workflow' },
			node: { id: `node-${nodes}` },
		} as never);
		expect((await second.note(['a'], [])).fresh.size).toBe(0);
		expect([...(await first.record(['a', 'b'])).fresh]).toEqual(['a']);
	});

	it('find a key new again that the one that noted it has taken back', async () => {
		const { seen } = newPlace();
		const [first, second] = [seen(), seen()];
		await first.note(['a'], []);
		await first.forget(['a']);
		expect([...(await second.note(['a'], [])).fresh]).toEqual(['a']);
		// Letting go what another one holds by now changes nothing.
		first.letGo(['a']);
		expect((await first.note(['a'], [])).fresh.size).toBe(0);
	});
});
