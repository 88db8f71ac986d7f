import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { choiceField, numberField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { TaskItem } from '../../operation/operation';
import type { TaskTools } from '../../operation/taskTools';
import { TaskFailure } from '../../operation/taskFailure';
import type { ActionName } from '../../protocol/action/catalogue';
import { isObject, type JsonObject } from '../../protocol/basics/json';
import type { Problem } from '../../protocol/reply/problem';

/** Whether an operation ends with the job's start or with its result. */
export const modeField: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	noDataExpression: true,
	required: true,
	default: 'wait',
	description: 'When to return a result',
	options: [
		{
			name: 'Start',
			value: 'start',
			description: 'Returns the job ID immediately. Check its state later with Get Results.',
		},
		{
			name: 'Start and Wait',
			value: 'wait',
			description:
				'Waits until the export is finished. The execution keeps running in the meantime.',
		},
	],
};

const maxWait = numberField('Max Wait (Minutes)', 'maxWait', {
	typeOptions: { minValue: 0 },
	default: 60,
	description:
		'How long to wait before the item fails, for example 60. The export keeps running in Leanplum. Get it later by its job ID with Get Results.',
});

const pollInterval = numberField('Poll Interval (Seconds)', 'pollInterval', {
	typeOptions: { minValue: 0 },
	default: 10,
	description:
		"How often to check the export's state, for example every 10 seconds. Large exports take several minutes.",
});

/** What to do where there is nothing to export, such as on days without sessions. */
export const ifNoData = choiceField<'empty' | 'fail'>('If There Is No Data', 'ifNoData', {
	description:
		'What to do when Leanplum has nothing to export, for example on a day without sessions',
	options: [
		{
			name: 'Return an Empty Result',
			value: 'empty',
			description: 'Returns one item without files and a warning, or no items if you read items',
		},
		{
			name: 'Fail the Item',
			value: 'fail',
			description: "Handles the item as set in 'On Error' in the node settings",
		},
	],
});

export const waitOptions = [ifNoData, maxWait, pollInterval];

/**
 * The state of a job: PENDING, RUNNING, FINISHED or FAILED. A text in every recording, an object in
 * the one published program that reads reports (SMP), so both are read.
 */
export function stateOf(answer: Record<string, unknown>): string {
	const { state } = answer;
	return String(isObject(state) ? state.value : (state ?? '')).toUpperCase();
}

/** The failure of a job that was started: it is named, and not started a second time. */
function ofJob(error: unknown, jobId: string): unknown {
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
function isEmptyResult(answer: IDataObject): boolean {
	const { files, data, numSessions } = answer;
	const hasNoFiles = Array.isArray(files) && files.length === 0;
	const holdsMore = data !== undefined || Number(numSessions ?? 0) > 0;
	return stateOf(answer) === 'FINISHED' && hasNoFiles && !holdsMore;
}

/** The failure of a start that names no job, so that nothing tells of its end. */
function noJob(): TaskFailure {
	return new TaskFailure(
		{
			message: "Leanplum didn't return a job ID for the export",
			description:
				'Check in the Leanplum dashboard whether the export is running before you start it again.',
		},
		{},
		undefined,
		'begun',
	);
}

function saysNoData(error: unknown): boolean {
	const outcome = error instanceof TaskFailure ? error.outcome : undefined;
	return outcome !== undefined && 'problem' in outcome && outcome.problem.kind === 'noData';
}

/**
 * Sends an action of exports.
 *
 * @returns the answer; without data an empty result with a warning
 * @throws TaskFailure without data when the user wants that
 */
async function askForData(
	tools: TaskTools,
	action: ActionName,
	args: JsonObject,
	input: ItemInput,
): Promise<IDataObject> {
	const answer = await tools.call(action, args).catch((error: unknown) => {
		if (saysNoData(error)) {
			const ofSessions = action === 'exportData' || action === 'getExportResults';
			return { ...NOTHING_EXPORTED, ...(ofSessions ? { numSessions: 0 } : {}) };
		}
		throw error;
	});
	if (!isEmptyResult(answer)) return answer;
	const problem: Problem = { kind: 'noData' };
	const explanation = tools.explain(problem);
	if (ifNoData.readOrDefault(input.inside('options')) === 'fail') {
		throw new TaskFailure(explanation, {}, { status: 'failed', problem });
	}
	return { ...answer, warning: explanation.message };
}

/** Asks for the state and the results of a job; see {@link askForData}. */
export async function askForResults(tools: TaskTools, jobId: string, input: ItemInput) {
	try {
		return await askForData(tools, 'getExportResults', { jobId }, input);
	} catch (error) {
		throw ofJob(error, jobId);
	}
}

/** The states of a job that goes on; every other one is its last. */
const GOES_ON = new Set(['', 'PENDING', 'RUNNING']);

interface Wait {
	readonly pollMs: number;
	readonly waitMs: number;
}

function waitOf(input: ItemInput): Wait {
	const options = input.inside('options');
	return {
		pollMs: 1000 * pollInterval.readOrDefault(options),
		waitMs: 60_000 * maxWait.readOrDefault(options),
	};
}

/** Asks for a job's state until it has finished. */
async function waitForJob(wait: Wait, tools: TaskTools, jobId: string, input: ItemInput) {
	const { pollMs, waitMs } = wait;
	const end = tools.now() + waitMs;
	for (;;) {
		const answer = await askForResults(tools, jobId, input);
		const state = stateOf(answer);
		if (state === 'FINISHED') return answer;
		if (!GOES_ON.has(state)) {
			const ended = state === 'FAILED' ? 'failed' : `ended with the state ${state}`;
			throw new TaskFailure(
				{
					message: `The export ${ended} in Leanplum`,
					description: "Leanplum didn't give a reason. Try again with fewer days.",
				},
				{ jobId, state },
			);
		}
		if (tools.now() + pollMs > end) {
			throw new TaskFailure(
				{
					message: `The export isn't finished after ${waitMs / 60_000} minutes`,
					description: `The export keeps running in Leanplum. Get it later with Export → Get Results and the job ID ${jobId}, or increase 'Max Wait' under Options.`,
				},
				{ jobId, state },
				undefined,
				'begun',
			);
		}
		await tools.sleep(pollMs);
	}
}

/** Makes of what Leanplum says of a finished job the output. */
export type Finish = (answer: IDataObject, jobId: string) => Promise<TaskItem[]>;

const asJob: Finish = async (answer, jobId) => [{ json: jobJson(answer, jobId) }];

/** Starts an export job and, if the user wants that, waits for it and fetches its results. */
export async function runJob(
	action: ActionName,
	args: JsonObject,
	input: ItemInput,
	tools: TaskTools,
	finish: Finish = asJob,
): Promise<TaskItem[]> {
	// All of the input is looked at before the job is started.
	const wait = input.value('mode') === 'start' ? undefined : waitOf(input);
	input.throwIfWrong();
	const started = await askForData(tools, action, args, input);
	if (isEmptyResult(started)) return await (wait ? finish : asJob)(started, '');
	const id = String(started.jobId ?? '').trim();
	if (id === '') throw noJob();
	if (!wait) return [{ json: { status: 'done', jobId: id } }];
	const answer = await waitForJob(wait, tools, id, input);
	try {
		return await finish(answer, id);
	} catch (error) {
		throw ofJob(error, id);
	}
}

/** What Leanplum says of a job. */
export function jobJson(answer: IDataObject, jobId: string): IDataObject {
	return { status: 'done', ...answer, jobId: jobId || null, state: stateOf(answer) };
}
