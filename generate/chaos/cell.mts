import type { IDataObject } from 'n8n-workflow';
import assert from 'node:assert/strict';
import { runNode } from '../../testkit/engine.mts';
import type { SandboxProcess } from '../../testkit/sandboxProcess.mts';
import { canStrikeFiles, type Trouble } from './faults.mts';
import { fatesOf, type Fate } from './fates.mts';
import { prepareApp } from './prepare.mts';
import { FILES, type Workload } from './workloads.mts';

/** What became of all items of one run. */
export interface Cell {
	/** As the table shows it. */
	text: string;
	/** What failed items say. */
	sentences: string[];
}

/** No run may take longer, whatever happens; in milliseconds. */
const BOUND_MS = 30_000;

/** Proves that what the node says of an item is true, as far as anybody can know. */
function judge({ status, times }: Fate, workload: Workload, { deceives }: Trouble): void {
	if (workload.reads || deceives) return;
	const said = `${workload.name}: ${status}, carried out ${times} times`;
	if (status === 'done') assert.ok(times >= 1, said);
	if (!workload.repeatable) assert.ok(times <= 1, said);
	if (['failed', 'skipped', 'notSent'].includes(status)) assert.equal(times, 0, said);
}

function wordsOf({ status, times }: Fate, { reads, repeatable }: Workload): string {
	if (reads) return status;
	const often = repeatable || times === 1 ? '' : ` ${times} times`;
	if (status === 'done') return times === 0 ? 'done, yet not really' : `done${often}`;
	if (status === 'failed' || status === 'skipped') {
		return times === 0 ? status : `${status}, yet done${often}`;
	}
	if (status === 'unknown') return `unknown (${times > 0 ? 'was done' : 'was not done'})`;
	return status;
}

function textOf(fates: readonly Fate[], workload: Workload): string {
	const counts = new Map<string, number>();
	for (const fate of fates) {
		const words = wordsOf(fate, workload);
		counts.set(words, (counts.get(words) ?? 0) + 1);
	}
	const parts = [...counts].map(([words, count]) =>
		counts.size === 1 ? words : `${count} ${words}`,
	);
	const repeated = fates.some(({ tries }) => tries > 1);
	return `${parts.join(', ')}${repeated ? ' ↻' : ''}`;
}

/**
 * Runs one workload in one trouble and proves that each item has exactly one outcome, that it is
 * true, that nothing was done twice that must not be, and that it came to an end.
 *
 * @param lasting whether it strikes every request rather than one
 * @returns `undefined` where the trouble cannot happen
 */
export async function runCell(
	sandbox: SandboxProcess,
	workload: Workload,
	trouble: Trouble,
	lasting: boolean,
): Promise<Cell | undefined> {
	const isFile = workload.action === FILES;
	if (isFile && !canStrikeFiles(trouble)) return undefined;
	const { admin } = sandbox;
	const { credential, parameters } = await prepareApp(sandbox, workload, trouble);
	const { appId } = credential;
	const struck = isFile ? { path: FILES } : { action: workload.action };
	const faultId = await admin.fault({
		appId,
		match: { ...trouble.match, ...struck },
		times: lasting ? null : 1,
		fault: trouble.fault,
	});
	const started = Date.now();
	const result = await runNode({
		parameters,
		items: workload.users?.map((user) => ({ user })) ?? [{}],
		binary: workload.binary,
		credential,
		settings: { onError: 'continueRegularOutput' },
	});
	const what = `${workload.name}, ${trouble.name}`;
	assert.ok(Date.now() - started < BOUND_MS, `${what}: took ${Date.now() - started} ms`);
	assert.equal(result.error, undefined, what);

	const pending = (await admin.faults()).find((fault) => fault.faultId === faultId);
	await admin.clearFaults(appId);
	if (pending?.struck === 0) return undefined;

	const fates = await fatesOf(result, admin, appId, workload);
	for (const fate of fates) judge(fate, workload, trouble);
	return {
		text: textOf(fates, workload),
		sentences: result.json.flatMap(({ error }) =>
			error ? [String((error as IDataObject).message)] : [],
		),
	};
}
