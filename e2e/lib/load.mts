import type { AppIdentity } from 'leanplum-sandbox';
import type { WorkflowFile, WorkflowNode } from './api.mts';
import type { Cluster } from './cluster.mts';
import { LEANPLUM_NODE, LEANPLUM_TRIGGER } from './package.mts';
import { until } from './process.mts';

/** What brings many executions about. */
export interface Load {
	/** How many executions. */
	runs: number;
	/** How many items each of them has, each of which becomes an event in Leanplum. */
	items: number;
	workflow(credential: { id: string; name: string }): WorkflowFile;
	/** Every item, as `run/item`. */
	keys(): string[];
	/**
	 * Sends everything, and again what got an error.
	 *
	 * @returns how often each run was sent, by its number as text
	 */
	send(cluster: Cluster, app: AppIdentity): Promise<Map<string, number>>;
}

/** Requests of ours at once: more than the workers take, so that the queue is never empty. */
const AT_ONCE = 30;
/** A push notification that every app of the sandbox has. */
const MESSAGE = '4810110001000001';
/** How often the sender repeats a request before it gives up. */
const MAX_REPEATS = 5;

function keysOf(runs: number, items: number): string[] {
	return Array.from({ length: runs * items }, (_, index) => {
		return `${Math.floor(index / items)}/${index % items}`;
	});
}

const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });

async function forEach(count: number, work: (number: number) => Promise<void>): Promise<void> {
	let next = 0;
	const one = async () => {
		while (next < count) await work(next++);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** A node that tracks an event for each item, marked with the number of its run and of the item in it. */
function trackNode(
	credential: { id: string; name: string },
	fields: { user: string; run: string; item: string },
	options: Record<string, unknown>,
) {
	return {
		id: '00000000-0000-4000-8000-000000000003',
		name: 'Track',
		type: LEANPLUM_NODE,
		typeVersion: 1,
		position: [440, 0],
		credentials: { leanplumApi: credential },
		parameters: {
			resource: 'event',
			operation: 'track',
			userId: `={{ ${fields.user} }}`,
			event: 'Load',
			specifyParameters: 'json',
			parametersJson: `={{ { run: ${fields.run}, item: ${fields.item} } }}`,
			options,
		},
	};
}

/** A webhook that takes many items, and a Leanplum node for them. */
function webhookWorkflow(path: string, node: WorkflowNode): WorkflowFile {
	return {
		name: `Items from ${path}`,
		nodes: [
			{
				id: '00000000-0000-4000-8000-000000000001',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: `webhook-${path}`,
				parameters: {
					httpMethod: 'POST',
					path,
					responseMode: 'lastNode',
					responseData: 'noData',
					options: {},
				},
			},
			{
				id: '00000000-0000-4000-8000-000000000002',
				name: 'Items',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [220, 0],
				parameters: { fieldToSplitOut: 'body.items', options: {} },
			},
			node,
		],
		connections: { Webhook: to('Items'), Items: to(node.name) },
	};
}

/**
 * Sends each run to a webhook, which answers when the workflow has finished, and again if it fails.
 *
 * @returns how often each run was sent, by its number as text
 */
async function sendRuns(
	{ webhooks }: Cluster,
	path: string,
	runs: number,
	itemsOf: (run: number) => object[],
): Promise<Map<string, number>> {
	const timesSent = new Map<string, number>();
	await forEach(runs, async (run) => {
		for (let times = 1; ; times++) {
			timesSent.set(String(run), times);
			const response = await fetch(`${webhooks.url}/webhook/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ items: itemsOf(run) }),
			});
			await response.text();
			if (response.status === 200) return;
			if (times > MAX_REPEATS) throw new Error(`Run ${run} got ${response.status}.`);
		}
	});
	return timesSent;
}

/**
 * Requests to a webhook with many items each. A run has as many users as fill two requests to Leanplum,
 * and no user is in two runs.
 *
 * @param options of the Leanplum node
 */
export function webhookLoad(
	path: string,
	runs: number,
	items: number,
	options: Record<string, unknown>,
): Load {
	const USERS = 100;
	const itemsOf = (run: number) =>
		Array.from({ length: items }, (_, item) => ({
			run,
			item,
			user: `run-${run}-user-${item % USERS}`,
		}));
	const fields = { user: '$json.user', run: '$json.run', item: '$json.item' };
	return {
		runs,
		items,
		keys: () => keysOf(runs, items),
		workflow: (credential) => webhookWorkflow(path, trackNode(credential, fields, options)),
		send: async (cluster) => await sendRuns(cluster, path, runs, itemsOf),
	};
}

/** The same with a message for a user of its own in each item; the user's ID is the key of the item. */
export function messageLoad(
	path: string,
	runs: number,
	items: number,
	options: Record<string, unknown>,
): Load {
	const keys = keysOf(runs, items);
	return {
		runs,
		items,
		keys: () => keys,
		workflow: (credential) =>
			webhookWorkflow(path, {
				...trackNode(credential, { user: '', run: '', item: '' }, {}),
				name: 'Send',
				parameters: {
					resource: 'message',
					operation: 'send',
					messageId: { __rl: true, mode: 'id', value: MESSAGE },
					userId: '={{ $json.user }}',
					options,
				},
			}),
		send: async (cluster) =>
			await sendRuns(cluster, path, runs, (run) =>
				keys.slice(run * items, (run + 1) * items).map((user) => ({ user })),
			),
	};
}

/**
 * Postbacks of Leanplum: as many users open a message, each of them once. Leanplum gets its answer when
 * the workflow has finished, and repeats what failed.
 */
export function postbackLoad(runs: number): Load {
	return {
		runs,
		items: 1,
		keys: () => keysOf(runs, 1),
		workflow: (credential) => ({
			name: 'Events from postbacks',
			nodes: [
				{
					id: '00000000-0000-4000-8000-000000000001',
					name: 'Opened',
					type: LEANPLUM_TRIGGER,
					typeVersion: 1,
					position: [0, 0],
					webhookId: '00000000-0000-4000-8000-000000000009',
					credentials: { leanplumApi: credential },
					parameters: {
						triggerOn: 'messageEvents',
						events: ['Open'],
						triggerOptions: { answerWhen: 'lastNode' },
					},
				},
				trackNode(
					credential,
					{ user: '$json.userId', run: '$json.parameters.number', item: '0' },
					{},
				),
			],
			connections: { Opened: to('Track') },
		}),
		async send({ sandbox: { admin } }, { appId }) {
			const userIds = Array.from({ length: runs }, (_, number) => `reader-${number}`);
			await admin.seedUsers(appId, userIds, { withDevice: true });
			await forEach(runs, async (number) => {
				const userId = userIds[number]!;
				await admin.messageEvent(appId, {
					userId,
					messageId: MESSAGE,
					event: 'Open',
					parameters: { number },
				});
			});
			const deliveries = await until(
				'Every postback is delivered',
				async () => {
					const all = await admin.deliveries(appId);
					return all.every(({ state }) => state === 'delivered' || state === 'failed') && all;
				},
				{ timeoutMs: 900_000, everyMs: 2_000 },
			);
			const taken = deliveries.filter(({ state }) => state === 'delivered');
			if (taken.length !== runs) throw new Error(`${taken.length} postbacks were taken.`);
			return new Map(
				deliveries.map(({ url, attempts }) => [/reader-(\d+)/.exec(url)![1]!, attempts.length]),
			);
		},
	};
}

/** How often Leanplum carried out each item of each run, by a text `run/item`. */
export async function timesDone({ sandbox }: Cluster, appId: string): Promise<Map<string, number>> {
	const times = new Map<string, number>();
	for (const { actions } of await sandbox.admin.requests(appId, 'track')) {
		for (const { args, outcome } of actions) {
			if (outcome !== 'done') continue;
			const { run, item } = args.params as { run: unknown; item: unknown };
			const key = `${String(run)}/${String(item)}`;
			times.set(key, (times.get(key) ?? 0) + 1);
		}
	}
	return times;
}

/** How many executions of a workflow have which status. */
export async function statuses(
	{ postgres }: Cluster,
	workflowId: string,
): Promise<Record<string, number>> {
	const rows = await postgres.query(
		`select status, count(*) from execution_entity where "workflowId" = '${workflowId}' group by status`,
	);
	return Object.fromEntries(
		rows.map((row) => {
			const [status, count] = row.split('\t');
			return [status!, Number(count)];
		}),
	);
}

/** Ids of the executions of a workflow that n8n counts as failed. */
export async function failedExecutions(
	{ postgres }: Cluster,
	workflowId: string,
): Promise<string[]> {
	return await postgres.query(
		`select id from execution_entity where "workflowId" = '${workflowId}' and status in ('crashed', 'error') and "retrySuccessId" is null`,
	);
}

interface Logged {
	log(): Promise<string>;
}

async function executionsAfter(words: string, { log }: Logged): Promise<Set<string>> {
	const lines = (await log()).matchAll(new RegExp(`${words} execution (\\d+) `, 'g'));
	return new Set([...lines].map(([, id]) => id!));
}

/** Executions that a worker took from the queue, from its log. */
export const startedBy = (worker: Logged) => executionsAfter('Worker started', worker);

/** Those of them that it has not ended yet. */
export async function unfinishedOf(worker: Logged): Promise<string[]> {
	const finished = await executionsAfter('Worker finished', worker);
	return [...(await startedBy(worker))].filter((id) => !finished.has(id));
}
