/**
 * Measures imports of CSV files: 100,000 rows beside the same rows as items, in turns, and 1,000,000 rows.
 *
 * Usage: npm run bench:imports, on an otherwise idle machine. It prints a table.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runWorkflow } from '../testkit/engine.mts';
import { stored, storeFilesIn } from '../testkit/fileStorage.mts';
import { startSandboxProcess } from '../testkit/sandboxProcess.mts';
import { checked, nodeOf, throughOneNode } from './contenders/engine.mts';
import { leanplumType } from './contenders/leanplum.mts';
import { watchMemory } from './measure/memory.mts';
import { medians } from './report/statistics.mts';
import { duration } from './report/table.mts';
import { attributes } from './workloads/attributes.mts';

const MEGABYTE = 1_048_576;
const ROUNDS = 3;

const IMPORT: INodeParameters = {
	resource: 'import',
	operation: 'importFile',
	binaryPropertyName: 'data',
	defaultAction: 'setUserAttributes',
	userIdColumn: 'id',
};

type Measured = {
	wallMs: number;
	cpuMs: number;
	memoryBytes: number;
};

const sandbox = await startSandboxProcess();
const folder = await storeFilesIn(mkdtempSync(join(tmpdir(), 'imports-')));

async function run(parameters: INodeParameters, items: INodeExecutionData[], rows: number) {
	const { admin, apiUrl } = sandbox;
	const { appId, keys } = await admin.newApp();
	await admin.settings({ recordRequests: false, recordEvents: false }, appId);
	const credential = { appId, clientKey: keys.production, apiUrl };
	const node = nodeOf('n8n-nodes-leanplum.leanplum', 1, parameters);
	const workflow = { ...throughOneNode([], node), items, types: leanplumType(), credential };
	globalThis.gc?.();
	const memoryGrown = watchMemory();
	const cpuBefore = process.cpuUsage();
	const started = performance.now();
	checked(await runWorkflow(workflow));
	const wallMs = performance.now() - started;
	const { user, system } = process.cpuUsage(cpuBefore);
	const { billedUsers } = await admin.stats(appId);
	if (billedUsers !== rows) throw new Error(`${billedUsers} of ${rows} users were set.`);
	return { wallMs, cpuMs: (user + system) / 1000, memoryBytes: memoryGrown() };
}

function* csv(rows: number): Generator<string> {
	const { item } = attributes(rows);
	yield 'id,firstName,plan,points\n';
	for (let index = 0; index < rows; index++) yield `${Object.values(item(index)).join(',')}\n`;
}

async function ofFile(rows: number): Promise<Measured> {
	const data = await stored(Readable.from(csv(rows)));
	return await run(IMPORT, [{ json: {}, binary: { data } }], rows);
}

async function ofItems(rows: number): Promise<Measured> {
	const { item, parameters } = attributes(rows);
	const items = Array.from({ length: rows }, (_, index) => ({ json: item(index) }));
	return await run(parameters, items, rows);
}

function line(what: string, rows: number, measured: readonly Measured[]): string {
	const { wallMs, cpuMs, memoryBytes } = medians(measured);
	const perRow = [wallMs, cpuMs].map((ms) => `${((ms * 1000) / rows).toFixed(1)} µs`);
	const memory = `${(memoryBytes / MEGABYTE).toFixed(0)} MB`;
	return `| ${[what, duration(wallMs), ...perRow, memory].join(' | ')} |`;
}

await ofItems(1000);
await ofFile(1000);
const items: Measured[] = [];
const files: Measured[] = [];
for (let round = 0; round < ROUNDS; round++) {
	items.push(await ofItems(100_000));
	files.push(await ofFile(100_000));
}
console.log('| Import | Time | Per row | CPU per row | Memory |');
console.log('| --- | --- | --- | --- | --- |');
console.log(line('100,000 rows as items', 100_000, items));
console.log(line('100,000 rows of a CSV file', 100_000, files));
console.log(line('1,000,000 rows of a CSV file', 1_000_000, [await ofFile(1_000_000)]));
const { ratio } = medians(
	items.map(({ wallMs }, round) => ({ ratio: wallMs / files[round]!.wallMs })),
);
console.log(`\nRows a second, of those of items: ${ratio.toFixed(2)} ×`);
rmSync(folder, { recursive: true });
await sandbox.stop();
process.exit();
