/** Measures a download of an export in a process of its own: reads a job from its argument, prints figures. */
import '../../testkit/quiet.mts';
import { client } from 'leanplum-sandbox/client';
import { storeFilesIn } from '../../testkit/fileStorage.mts';
import { exportOf, intoFile, intoItems, byCurl } from '../workloads/exports.mts';
import type { ExportFigures, ExportJob } from './figures.mts';
import { watchMemory } from './memory.mts';

const job = JSON.parse(process.argv[2]!) as ExportJob;
const admin = client(job.sandbox.adminUrl);
const stored = await storeFilesIn(job.folder);
const run = { file: intoFile, items: intoItems, curl: byCurl }[job.what];

// Once with little before, so that what is loaded on first use does not count.
await run(await exportOf(admin, job.sandbox.apiUrl, 1_000), stored);
const large = await exportOf(admin, job.sandbox.apiUrl, job.lines);

(globalThis as { gc?: () => void }).gc?.();
const memoryGrown = watchMemory();
const cpuBefore = process.cpuUsage();
const started = performance.now();
const done = await run(large, stored);
const figures: ExportFigures = {
	wallMs: performance.now() - started,
	cpuMs: (({ user, system }) => (user + system) / 1000)(process.cpuUsage(cpuBefore)),
	memoryBytes: memoryGrown(),
	done,
};
console.log(JSON.stringify(figures));
process.exit();
