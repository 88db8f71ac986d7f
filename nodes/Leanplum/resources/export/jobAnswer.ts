import type { IDataObject } from 'n8n-workflow';
import { explain } from '../../operation/explain';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { TaskItem } from '../../operation/operation';
import { TaskFailure } from '../../operation/taskFailure';
import type { TaskTools } from '../../operation/taskTools';
import type { ActionName } from '../../protocol/action/catalogue';
import { isObject, type JsonObject } from '../../protocol/basics/json';
import type { Problem } from '../../protocol/reply/problem';
import { ifNoData } from './jobFields';

/**
 * The state of a job: PENDING, RUNNING, FINISHED or FAILED. A text in every recording, an object in
 * the one published program that reads reports (SMP), so both are read.
 */
export function stateOf(answer: Record<string, unknown>): string {
	const { state } = answer;
	return String(isObject(state) ? state.value : (state ?? '')).toUpperCase();
}

/** The states of a job that goes on; every other one is its last. */
const GOES_ON = new Set(['', 'PENDING', 'RUNNING']);

/** Whether a job has not ended by what Leanplum says of it. */
export const goesOn = (answer: IDataObject): boolean => GOES_ON.has(stateOf(answer));

/** The failure of a job that ended without a result. */
export function failedJob(jobId: string, state: string): TaskFailure {
	const ended = state === 'FAILED' ? 'failed' : `ended with the state ${state}`;
	return new TaskFailure(
		{
			message: `The export ${ended} in Leanplum`,
			description: "Leanplum didn't give a reason. Try again with fewer days.",
		},
		{ jobId, state },
	);
}

/** The failure of a job that was started: it is named, and not started a second time. */
export function ofJob(error: unknown, jobId: string): unknown {
	if (!(error instanceof TaskFailure)) return error;
	const { explanation, facts, outcome } = error;
	return new TaskFailure(explanation, { jobId, ...facts }, outcome, 'begun');
}

/** The answer in place of an export that has nothing to export. */
const NOTHING_EXPORTED: IDataObject = {
	state: 'FINISHED',
	files: [],
	numBytes: 0,
};

/** Whether an answer is that of a finished job that found nothing. Reports come with the answer itself. */
export function isEmptyResult(answer: IDataObject): boolean {
	const { files, data, numSessions } = answer;
	const hasNoFiles = Array.isArray(files) && files.length === 0;
	const holdsMore = data !== undefined || Number(numSessions ?? 0) > 0;
	return stateOf(answer) === 'FINISHED' && hasNoFiles && !holdsMore;
}

function saysNoData(error: unknown): boolean {
	const outcome = error instanceof TaskFailure ? error.outcome : undefined;
	return outcome !== undefined && 'problem' in outcome && outcome.problem.kind === 'noData';
}

const NO_DATA: Problem = { kind: 'noData' };

/** What an action of exports answers; without data an empty result with a warning. */
export async function emptyIfNoData(
	action: ActionName,
	coming: Promise<IDataObject>,
): Promise<IDataObject> {
	const answer = await coming.catch((error: unknown) => {
		if (!saysNoData(error)) throw error;
		const ofSessions = action === 'exportData' || action === 'getExportResults';
		return { ...NOTHING_EXPORTED, ...(ofSessions ? { numSessions: 0 } : {}) };
	});
	return isEmptyResult(answer) ? { ...answer, warning: explain(NO_DATA).message } : answer;
}

/**
 * Sends an action of exports.
 *
 * @returns the answer; see {@link emptyIfNoData}
 * @throws TaskFailure without data when the user wants that
 */
export async function askForData(
	tools: TaskTools,
	action: ActionName,
	args: JsonObject,
	input: ItemInput,
): Promise<IDataObject> {
	const answer = await emptyIfNoData(action, tools.call(action, args));
	if (isEmptyResult(answer) && ifNoData.readOrDefault(input.inside('options')) === 'fail') {
		throw new TaskFailure(explain(NO_DATA), {}, { status: 'failed', problem: NO_DATA });
	}
	return answer;
}

/** Asks for the state and the results of a job; see {@link askForData}. */
export async function askForResults(tools: TaskTools, jobId: string, input: ItemInput) {
	try {
		return await askForData(tools, 'getExportResults', { jobId }, input);
	} catch (error) {
		throw ofJob(error, jobId);
	}
}

/** What Leanplum says of a job. */
export function jobJson(answer: IDataObject, jobId: string): IDataObject {
	return { status: 'done', ...answer, jobId: jobId || null, state: stateOf(answer) };
}

/** True while the execution sleeps, and when the time is over. */
const NOT_CONFIRMED =
	"Leanplum hasn't confirmed that the export is finished. Check with Export → Get Results and its job ID.";

/** A job for which the execution sleeps until Leanplum calls; when the time is over, it comes out like this. */
export function asleep(jobId: string, sleepUntil: number): TaskItem {
	return { json: { status: 'unknown', warning: NOT_CONFIRMED, jobId, state: null }, sleepUntil };
}

/** Whether an item is such a job; every other one has a state, or no job. */
export function isAsleep({ jobId, state }: IDataObject): boolean {
	return typeof jobId === 'string' && state === null;
}
