/** Measures one contender in a process of its own: a job is its argument, each message gets figures. */
import '../../testkit/quiet.mts';
import { client } from 'leanplum-sandbox/client';
import { contender } from '../contenders/index.mts';
import { ITEM_WORKLOADS } from '../workloads/index.mts';
import type { ItemWorkload } from '../workloads/workload.mts';
import type { Figures, Job } from './figures.mts';
import { watchMemory } from './memory.mts';

const job = JSON.parse(process.argv[2]!) as Job;
const admin = client(job.sandbox.adminUrl);
const { run, sends } = await contender(job.contender);

const { gc = () => undefined } = globalThis as { gc?: () => void };

/** @param collectGarbage what makes the figures of memory exact */
async function measure(
	workload: ItemWorkload,
	count: number,
	latencyMs: number,
	collectGarbage: () => void = () => undefined,
): Promise<Figures> {
	const { appId, keys } = await admin.newApp();
	await admin.settings({ latencyMs, recordRequests: false, recordEvents: false }, appId);
	await workload.prepare?.(admin, appId);
	const items = Array.from({ length: count }, (_, index) => workload.item(index));
	const credential = { appId, clientKey: keys.production, apiUrl: job.sandbox.apiUrl };

	collectGarbage();
	const heapBefore = process.memoryUsage().heapUsed;
	const memoryGrown = watchMemory();
	const cpuBefore = process.cpuUsage();
	const started = performance.now();
	const result = await run(workload, items, credential);
	const wallMs = performance.now() - started;
	const cpu = process.cpuUsage(cpuBefore);
	const memoryBytes = memoryGrown();
	collectGarbage();
	const heldBytes = process.memoryUsage().heapUsed - heapBefore;
	void result;

	const { requests, connections, billedUsers } = await admin.stats(appId);
	return {
		wallMs,
		cpuMs: (cpu.user + cpu.system) / 1000,
		memoryBytes,
		heldBytes,
		requests,
		connections,
		billedUsers,
		...(sends ? await workload.inspect(admin, appId, count) : { lost: 0, doubled: 0 }),
	};
}

const workload = ITEM_WORKLOADS[job.workload];

async function warmUp(): Promise<void> {
	for (let round = 0; round < job.warmUp.runs; round++) {
		await measure(workload, Math.min(job.warmUp.items, workload.items), 0);
	}
}

await warmUp();
// Collecting garbage throws compiled code away, so memory and time are those of different runs.
const { memoryBytes, heldBytes } = await measure(workload, workload.items, job.latencyMs, gc);
await warmUp();
process.on('disconnect', () => process.exit());
process.on('message', () => {
	void measure(workload, workload.items, job.latencyMs).then((figures) =>
		process.send!({ ...figures, memoryBytes, heldBytes }),
	);
});
process.send!('ready');
