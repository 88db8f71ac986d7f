/**
 * Shows that the time per item does not grow with the number of items: the same kind of run with
 * 1,000, 10,000 and 100,000 items on n8n's engine, one after the other in rounds.
 */
import { runNode } from '../tools/engine.mts';
import { startSandboxProcess } from '../tools/sandboxProcess.mts';

const SIZES = [1_000, 10_000, 100_000];
const ROUNDS = 3;
const EVENTS_PER_USER = 20;

function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)]!;
}

const sandbox = await startSandboxProcess();
try {
	await sandbox.admin.settings({ recordRequests: false });
	const times = new Map<number, number[]>(SIZES.map((size) => [size, []]));
	for (let round = 0; round <= ROUNDS; round++) {
		for (const size of SIZES) {
			const { appId, keys } = await sandbox.admin.newApp();
			await sandbox.admin.settings({ recordRequests: false }, appId);
			const users = size / EVENTS_PER_USER;
			const items = Array.from({ length: size }, (_, index) => ({
				user: `user-${index % users}`,
				event: 'Purchase',
				plan: 'gold',
			}));
			const started = process.hrtime.bigint();
			const { json, error } = await runNode({
				parameters: {
					resource: 'event',
					operation: 'track',
					userId: '={{ $json.user }}',
					event: '={{ $json.event }}',
					specifyParameters: 'json',
					parametersJson: '={{ { plan: $json.plan } }}',
				},
				items,
				credential: { appId, clientKey: keys.production, apiUrl: sandbox.apiUrl },
			});
			const microseconds = Number(process.hrtime.bigint() - started) / 1_000;
			if (error) throw error;
			const stats = await sandbox.admin.stats(appId);
			if (stats.tracked !== size || !json.every(({ status }) => status === 'done')) {
				throw new Error(`Of ${size} events, ${stats.tracked} were recorded.`);
			}
			// The first round warms up.
			if (round > 0) times.get(size)!.push(microseconds / size);
			if (round === ROUNDS) {
				console.log(
					`${size.toLocaleString('en-US').padStart(9)} items: ${median(times.get(size)!).toFixed(0)} µs an item (median of ${ROUNDS}), ${stats.requests} requests, ${stats.billedUsers} users billed, ${stats.tracked} recorded`,
				);
			}
		}
	}
	const ratio = median(times.get(100_000)!) / median(times.get(1_000)!);
	console.log(`Time per item at 100,000 items is ${ratio.toFixed(2)} × that at 1,000 items.`);
} finally {
	await sandbox.stop();
}
