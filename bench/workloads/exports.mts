import { execFileSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { AdminClient } from 'leanplum-sandbox/client';
import { runWorkflow } from '../../testkit/engine.mts';
import { checked, nodeOf, throughOneNode } from '../contenders/engine.mts';
import { leanplumType } from '../contenders/leanplum.mts';

export const LINE_BYTES = 1000;
/** Lines that one run of the node turns into items, as a workflow over a large export would do it. */
const PORTION = 100_000;

/** A finished export of so many sessions, all in one file. */
interface Export {
	lines: number;
	file: string;
	/** Runs an operation on it and gives what came out. */
	run(parameters: INodeParameters): Promise<Array<Record<string, unknown>>>;
	jobId: string;
}

/** Makes an app with so many sessions and exports them. */
export async function exportOf(admin: AdminClient, apiUrl: string, lines: number): Promise<Export> {
	const { appId, keys } = await admin.newApp();
	await admin.syntheticSessions(appId, { count: lines, lineBytes: LINE_BYTES });
	const settings = {
		jobPendingMs: 0,
		jobRunningMs: 0,
		exportFileBytes: 4e9,
		recordRequests: false,
	};
	await admin.settings(settings, appId);
	const credential = {
		appId,
		clientKey: keys.production,
		dataExportApiKey: keys.dataExport,
		apiUrl,
	};
	const run: Export['run'] = async (parameters) => {
		const node = nodeOf('n8n-nodes-leanplum.leanplum', 1, { resource: 'export', ...parameters });
		const { data } = checked(
			await runWorkflow({ ...throughOneNode([{}], node), types: leanplumType(), credential }),
		);
		const [items] = data.resultData.runData[node.name]?.[0]?.data?.main ?? [];
		return (items ?? []).map(({ json }) => json);
	};
	const [job] = await run({
		operation: 'rawData',
		mode: 'wait',
		output: 'job',
		startDate: new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(),
		options: { pollInterval: 0.1 },
	});
	return { lines, run, jobId: String(job!.jobId), file: (job!.files as string[]).at(-1)! };
}

/** Downloads an export into n8n's storage; returns its bytes. */
export async function intoFile({ run, jobId }: Export, folder: string): Promise<number> {
	const files = await run({ operation: 'downloadResults', jobId });
	rmSync(join(folder, 'workflows'), { recursive: true, force: true });
	return files.reduce((sum, { size }) => sum + Number(size), 0);
}

/** Downloads it with curl; returns its bytes. */
export async function byCurl({ file }: Export, folder: string): Promise<number> {
	const target = join(folder, 'by-curl');
	execFileSync('curl', ['-s', '-o', target, file]);
	const { size } = statSync(target);
	rmSync(target);
	return size;
}

/** Turns its lines into items, a portion after the other; returns their number. */
export async function intoItems({ run, jobId, lines }: Export): Promise<number> {
	let read = 0;
	for (let skipLines = 0; skipLines < lines; skipLines += PORTION) {
		const options = { skipLines };
		const portion = { output: 'items', limit: PORTION, options };
		read += (await run({ operation: 'downloadResults', jobId, ...portion })).length;
	}
	return read;
}
