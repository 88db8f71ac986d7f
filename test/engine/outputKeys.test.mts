import type { IDataObject } from 'n8n-workflow';
import { CATALOGUE } from '../../nodes/Leanplum/protocol/action/catalogue';
import { FULL_USES, type FullUse } from './everyParameter.mts';
import { QUICK, World } from './world.mts';

const world = World.forThisFile();

const CONTINUE = { onError: 'continueRegularOutput' as const };

/** Keys that only some statuses have, by their nature: a failure and a preview have their own. */
const OF_A_STATUS = new Set(['error', 'preview']);

interface Circumstance {
	/** What the items come to under it, at least where Leanplum has what they ask for. */
	name: string;
	arrange?: () => Promise<unknown>;
	options?: IDataObject;
}

const CIRCUMSTANCES: readonly Circumstance[] = [
	{ name: 'done' },
	{
		name: 'failed',
		arrange: () =>
			world.admin.fault({
				appId: world.appId,
				times: null,
				fault: { kind: 'status', status: 400 },
			}),
	},
	{
		name: 'unknown',
		arrange: () =>
			world.admin.fault({
				appId: world.appId,
				times: null,
				fault: { kind: 'drop', when: 'after' },
			}),
	},
	{
		name: 'not sent',
		arrange: async () => {
			const { appId, apiUrl } = world.credential;
			world.credential = { appId, apiUrl } as typeof world.credential;
		},
	},
	{ name: 'preview', options: { previewOnly: true } },
];

async function itemsUnder(
	{ arrange, options }: Circumstance,
	use: FullUse,
): Promise<IDataObject[]> {
	await world.admin.settings({ devModeThrottle: false }, world.appId);
	await arrange?.();
	const { parameters, files = [], content } = use;
	const { json } = await world.run(
		{ ...parameters, options: { ...QUICK, maxRetries: 0, ...options } },
		[{}],
		{
			settings: CONTINUE,
			binary: Object.fromEntries(files.map((name) => [name, content ?? `content of ${name}`])),
		},
	);
	return json as IDataObject[];
}

/**
 * An entry of a list is what Leanplum has, and only a failure in its place says what became of the
 * request.
 */
const isOfARequest = (key: string, { parameters }: FullUse) =>
	parameters.operation === 'getAll' && ['status', 'warning'].includes(key);

const columnsOf = (item: IDataObject, use: FullUse) =>
	Object.keys(item)
		.filter((key) => !OF_A_STATUS.has(key) && !isOfARequest(key, use))
		.sort();

/** Operations that change something at once. */
const canBePreviewed = ({ action }: FullUse) => CATALOGUE[action].verb === 'POST';

describe.each(FULL_USES)('The items of $parameters.resource → $parameters.operation', (use) => {
	const circumstances = CIRCUMSTANCES.filter(
		({ name }) => name !== 'preview' || canBePreviewed(use),
	);

	it('have the same keys whatever became of them', async () => {
		const table: Record<string, string[]> = {};
		const { credential } = world;
		for (const circumstance of circumstances) {
			world.credential = await world.newCredential();
			for (const item of await itemsUnder(circumstance, use)) {
				const status = item.status ?? (item.error as IDataObject | undefined)?.status;
				table[`${circumstance.name}: ${String(status)}`] = columnsOf(item, use);
			}
		}
		world.credential = credential;
		expect(Object.keys(table).length).toBeGreaterThan(1);
		expect(new Set(Object.values(table).map(String)).size === 1 ? {} : table).toEqual({});
	});
});
