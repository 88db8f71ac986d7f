import { LEANPLUM_NODE } from './package.mts';
import type { N8nApi, WorkflowFile } from './api.mts';
import type { Cluster } from './cluster.mts';

/** Items of each execution, and the users that they belong to: two requests of 50 users. */
export const ITEMS = 500;
const USERS = 100;

/** Requests to the webhook processor at once. */
const AT_ONCE = 10;

const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });

/**
 * A workflow that tracks an event for each item it is posted, marked with the number of the run and of
 * the item.
 *
 * @param options of the Leanplum node
 */
export function trackingWorkflow(
	path: string,
	credential: { id: string; name: string },
	options: Record<string, unknown>,
): WorkflowFile {
	return {
		name: `Events from ${path}`,
		nodes: [
			{
				id: '00000000-0000-4000-8000-000000000001',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: `webhook-${path}`,
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
			},
			{
				id: '00000000-0000-4000-8000-000000000002',
				name: 'Items',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [220, 0],
				parameters: { fieldToSplitOut: 'body.items', options: {} },
			},
			{
				id: '00000000-0000-4000-8000-000000000003',
				name: 'Track',
				type: LEANPLUM_NODE,
				typeVersion: 1,
				position: [440, 0],
				credentials: { leanplumApi: credential },
				parameters: {
					resource: 'event',
					operation: 'track',
					userId: '={{ $json.user }}',
					event: 'Load',
					specifyParameters: 'json',
					parametersJson: '={{ { run: $json.run, item: $json.item } }}',
					options,
				},
			},
		],
		connections: { Webhook: to('Items'), Items: to('Track') },
	};
}

function itemsOf(run: number): object[] {
	return Array.from({ length: ITEMS }, (_, item) => ({
		run,
		item,
		user: `run-${run}-user-${item % USERS}`,
	}));
}

/** Posts the items of so many runs to a webhook; throws when one is not taken. */
export async function postRuns(url: string, runs: number): Promise<void> {
	let next = 0;
	const one = async () => {
		while (next < runs) {
			const run = next++;
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ items: itemsOf(run) }),
			});
			if (response.status !== 200) throw new Error(`Run ${run} got ${response.status}.`);
			await response.text();
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** How often Leanplum carried out each item of each run, as a text `run/item`. */
export async function timesDone({ sandbox }: Cluster, appId: string): Promise<Map<string, number>> {
	const times = new Map<string, number>();
	for (const { actions } of await sandbox.admin.requests(appId, 'track')) {
		for (const { args, outcome } of actions) {
			if (outcome !== 'done') continue;
			const { run, item } = args.params as { run: number; item: number };
			const key = `${run}/${item}`;
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

/** Executions that a worker took from the queue and did not end, from its log. */
export async function unfinishedOf(worker: { log(): Promise<string> }): Promise<string[]> {
	const log = await worker.log();
	const ids = (words: string) =>
		[...log.matchAll(new RegExp(`${words} execution (\\d+) `, 'g'))].map(([, id]) => id!);
	const finished = new Set(ids('Worker finished'));
	return ids('Worker started').filter((id) => !finished.has(id));
}

/** Retries an execution as the button in the list of executions does; it gets a new id. */
export async function retry(api: N8nApi, executionId: string): Promise<void> {
	await api.send('POST', `/executions/${executionId}/retry`, { loadWorkflow: false });
}
