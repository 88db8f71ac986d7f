import assert from 'node:assert/strict';
import type { INodeExecutionData } from 'n8n-workflow';
import type { AdminClient } from 'leanplum-sandbox/client';
import type { NodeRunResult } from '../../testkit/engine.mts';
import { FILES, type Workload } from './workloads.mts';

/** What became of one item, as the node says and as the sandbox knows. */
export interface Fate {
	/** The status of its output. */
	status: string;
	/** How often Leanplum received it. */
	tries: number;
	/** How often Leanplum carried it out. */
	times: number;
}

function statusOf({ json }: INodeExecutionData): string {
	return String(json.status);
}

/** The outcome of each item; there must be exactly one, and its content must be the item's own. */
function statusesOf({ items }: NodeRunResult, { users = [''], holds }: Workload): string[] {
	return users.map((user, index) => {
		const own = items.filter(({ pairedItem }) => (pairedItem as { item: number }).item === index);
		const statuses = new Set(own.map(statusOf));
		assert.equal(statuses.size, 1, `item ${index} came out as ${[...statuses].join(' and ')}`);
		for (const { json } of own) {
			if (json.status !== 'done') continue;
			for (const [name, value] of Object.entries(holds?.(user) ?? {})) {
				assert.deepEqual(json[name], value, `item ${index} holds another's result`);
			}
		}
		return [...statuses][0]!;
	});
}

/** What became of each item of a run, checked against what the sandbox recorded. */
export async function fatesOf(
	result: NodeRunResult,
	admin: AdminClient,
	appId: string,
	workload: Workload,
): Promise<Fate[]> {
	const { action, once, users } = workload;
	const statuses = statusesOf(result, workload);
	if (action === FILES) {
		const tries = (await admin.downloads(appId)).length;
		return statuses.map((status) => ({ status, tries, times: 0 }));
	}
	const received = (await admin.requests(appId)).flatMap(({ actions }) => actions);
	const done = received.filter(({ outcome }) => outcome === 'done');
	if (once) assert.equal(done.filter((item) => item.action === once).length, 1, once);
	return statuses.map((status, index) => {
		const isOwn = (item: (typeof received)[number]) =>
			item.action === action && (!users || item.userId === users[index]);
		return { status, tries: received.filter(isOwn).length, times: done.filter(isOwn).length };
	});
}
