/**
 * Downloads a large export on n8n's engine: as a file into n8n's file storage, beside curl, and as
 * items. Prints time and the growth of resident memory.
 *
 * Usage: tsx bench/exports.mts [megabytes of the file] [number of lines as items]
 */
import '../tools/quiet.mts';
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import type * as di from '@n8n/di';
import type * as n8nCore from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';
import { runNode } from '../tools/engine.mts';
import { startSandboxProcess, type SandboxProcess } from '../tools/sandboxProcess.mts';

// The engine's own container: n8n-core may have a copy of it to itself.
const load = createRequire(createRequire(import.meta.url).resolve('n8n-core'));
const { Container } = load('@n8n/di') as typeof di;
const { BinaryDataConfig, BinaryDataService } = load('n8n-core') as typeof n8nCore;

const MEGABYTES = Number(process.argv[2] ?? 1000);
const LINES = Number(process.argv[3] ?? 1_000_000);
const LINE_BYTES = 1000;
const BATCH = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'leanplum-bench-'));
// As n8n keeps files in regular mode: on disk, not in memory.
Container.set(BinaryDataConfig, {
	availableModes: ['filesystem'],
	mode: 'filesystem',
	localStoragePath: folder,
	signingSecret: 'unused',
	dbMaxFileSize: 512,
	initialize: async () => undefined,
});
await Container.get(BinaryDataService).init();

/** Runs something and tells how long it took and how much resident memory grew meanwhile. */
async function measured<Result>(run: () => Promise<Result>) {
	global.gc?.();
	const before = process.memoryUsage().rss;
	let peak = before;
	const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
	const started = performance.now();
	const result = await run();
	clearInterval(sampling);
	return {
		result,
		seconds: (performance.now() - started) / 1000,
		grownMegabytes: (peak - before) / 1e6,
	};
}

/** An app with so many sessions, all in one file, and a finished export of them. */
async function exportOf(sandbox: SandboxProcess, count: number) {
	const { appId, keys } = await sandbox.admin.newApp();
	await sandbox.admin.send('PUT', `/apps/${appId}/syntheticSessions`, {
		count,
		lineBytes: LINE_BYTES,
	});
	await sandbox.admin.settings(
		{ jobPendingMs: 0, jobRunningMs: 0, exportFileBytes: 4e9, recordRequests: false },
		appId,
	);
	const credential = {
		appId,
		clientKey: keys.production,
		dataExportApiKey: keys.dataExport,
		apiUrl: sandbox.apiUrl,
	};
	const run = async (parameters: INodeParameters) => {
		const outcome = await runNode({
			parameters: { resource: 'export', ...parameters },
			credential,
		});
		if (outcome.error) throw outcome.error;
		return outcome;
	};
	const startDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format();
	const { json } = await run({
		operation: 'rawData',
		mode: 'wait',
		startDate,
		options: { pollInterval: 0.1 },
	});
	const files = json[0]?.files as string[];
	return { run, jobId: String(json[0]?.jobId), file: files.at(-1)! };
}

const sandbox = await startSandboxProcess();
try {
	const large = await exportOf(sandbox, (MEGABYTES * 1e6) / LINE_BYTES);
	// Once before, so that what is loaded on first use counts for neither.
	await large.run({ operation: 'getResults', jobId: large.jobId });
	const curl = await measured(async () =>
		execFileSync('curl', ['-s', '-o', join(folder, 'by-curl'), large.file]),
	);
	const file = await measured(
		async () => await large.run({ operation: 'downloadResults', jobId: large.jobId }),
	);
	const bytes = file.result.json.reduce((sum, { size }) => sum + Number(size), 0);
	console.log(
		`${(bytes / 1e6).toFixed(0)} MB as a file: ${file.seconds.toFixed(1)} s, resident memory + ${file.grownMegabytes.toFixed(0)} MB; curl ${curl.seconds.toFixed(1)} s (${(curl.seconds / file.seconds).toFixed(2)} × curl's throughput)`,
	);

	const lines = await exportOf(sandbox, LINES);
	let read = 0;
	const items = await measured(async () => {
		for (let skipLines = 0; skipLines < LINES; skipLines += BATCH) {
			const { json } = await lines.run({
				operation: 'downloadResults',
				jobId: lines.jobId,
				output: 'items',
				limit: BATCH,
				options: { skipLines },
			});
			read += json.length;
		}
	});
	console.log(
		`${read.toLocaleString('en-US')} lines as items, ${BATCH.toLocaleString('en-US')} at a time: ${items.seconds.toFixed(1)} s, resident memory + ${items.grownMegabytes.toFixed(0)} MB`,
	);
} finally {
	await sandbox.stop();
	rmSync(folder, { recursive: true });
}
process.exit();
