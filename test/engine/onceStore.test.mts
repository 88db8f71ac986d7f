import type { IExecuteFunctions } from 'n8n-workflow';
import { forget, recordOnce } from '../../nodes/Leanplum/sendOnce/onceStore';
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
	const record = async (...keys: string[]) => await recordOnce(context, 'node', keys, 10);
	return { store, context, record };
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
		const { context, record } = newPlace();
		for (let first = 0; first < 50; first++) {
			const { settleMs } = await record(`key ${first}`, `other ${first}`);
			expect(settleMs).toBeLessThan(QUICK_MS);
			await forget(context, 'node', [`other ${first}`]);
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
		const { store, context, record } = newPlace();
		await record('mine');
		const late = store.writeFromElsewhere('theirs', 20);
		await record('a', 'b');
		await late;
		const again = await record('a', 'b');
		expect([...again.fresh]).toEqual(['a', 'b']);
		expect(again.settleMs).toBeGreaterThanOrEqual(5_000);
		await forget(context, 'node', ['a']);
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
