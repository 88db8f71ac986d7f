import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { numberField } from '../../operation/fieldKinds';
import type { ItemInput } from '../../operation/itemInput';
import type { TaskItem } from '../../operation/operation';
import type { TaskTools } from '../../operation/taskTools';
import { TaskFailure } from '../../operation/taskFailure';
import type { ActionName } from '../../protocol/action/catalogue';
import { isObject, type JsonObject } from '../../protocol/basics/json';

/** Whether an operation ends with the job's start or with its result. */
export const modeField: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	noDataExpression: true,
	required: true,
	default: 'wait',
	description: 'Whether to wait for the job that Leanplum starts',
	options: [
		{
			name: 'Start',
			value: 'start',
			description: 'Returns the job at once; read its state later with Get Results',
		},
		{
			name: 'Start and Wait',
			value: 'wait',
			description: 'Asks for its state until it has finished; the workflow keeps running meanwhile',
		},
	],
};

const [start, ...others] = modeField.options as INodePropertyOptions[];

/** The same where Leanplum can call when the job has finished. */
export const modeWithSleepField: INodeProperties = {
	...modeField,
	options: [
		start!,
		{
			name: 'Start and Sleep',
			value: 'sleep',
			description:
				'Sleeps without a worker until Leanplum calls n8n, then returns what Get Results returns',
		},
		...others,
	],
};

const maxWait = numberField('Max Wait (Minutes)', 'maxWait', {
	typeOptions: { minValue: 0 },
	default: 60,
	description:
		'How long to wait for the job before the item fails, such as 60; the job itself goes on, and Get Results finds it by its job ID',
});

const pollInterval = numberField('Poll Interval (Seconds)', 'pollInterval', {
	typeOptions: { minValue: 0 },
	default: 10,
	description:
		'How long to wait before asking for the state again, such as 10; Leanplum needs minutes for large exports',
});

export const waitOptions = [maxWait, pollInterval];

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

/** The answer in place of an export that has nothing to export, such as days without sessions. */
export const NOTHING_EXPORTED: IDataObject = {
	state: 'FINISHED',
	files: [],
	numBytes: 0,
	warning: 'Leanplum has no data to export',
};

/** The failure of a start that names no job, so that nothing tells of its end. */
function noJob(): TaskFailure {
	return new TaskFailure(
		{
			message: 'Leanplum named no job for the export',
			description:
				'Look in the Leanplum dashboard whether the export runs before you start it again.',
		},
		{},
		undefined,
		'begun',
	);
}

/** Sends an action of exports; `undefined` when Leanplum says that there is no data. */
export async function callForData(
	tools: TaskTools,
	action: ActionName,
	args: JsonObject,
): Promise<IDataObject | undefined> {
	return await tools.call(action, args).catch(async (error: unknown) => {
		const outcome = error instanceof TaskFailure ? error.outcome : undefined;
		const saysNoData = outcome && 'problem' in outcome && outcome.problem.kind === 'noData';
		return saysNoData ? undefined : await Promise.reject(error as Error);
	});
}

async function askFor(tools: TaskTools, jobId: string) {
	try {
		return await callForData(tools, 'getExportResults', { jobId });
	} catch (error) {
		throw ofJob(error, jobId);
	}
}

/** The states of a job that goes on; every other one is its last. */
const GOES_ON = new Set(['', 'PENDING', 'RUNNING']);

/** Whether a job has not ended by what Leanplum says of it. */
export const goesOn = (answer: IDataObject) => GOES_ON.has(stateOf(answer));

/** What Get Results gives for a job. */
export const resultsJson = (answer: IDataObject, jobId: string): IDataObject => ({
	...answer,
	jobId,
	state: stateOf(answer),
});

/** What is said of a job whose end Leanplum has not told of. */
const NOT_CALLED =
	'Leanplum has not called n8n when the export ended. It may still be running: get it with Export → Get Results and its job ID';

/** A job for which the execution sleeps; it comes out like this when the time is over. */
function asleep(jobId: string, sleepUntil: number): TaskItem {
	return { json: { status: 'unknown', warning: NOT_CALLED, jobId, state: null }, sleepUntil };
}

/** The fields of the input beside those of a job. */
export function inputFieldsOf(json: IDataObject): IDataObject {
	const ofJob = ['status', 'warning', 'jobId', 'state'];
	return Object.fromEntries(Object.entries(json).filter(([name]) => !ofJob.includes(name)));
}

/** Whether an item that came out before the execution slept is a job that it sleeps for. */
export const isAsleep = (json: Record<string, unknown>) => json.warning === NOT_CALLED;

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
async function waitForJob({ pollMs, waitMs }: Wait, tools: TaskTools, jobId: string) {
	const end = tools.now() + waitMs;
	for (;;) {
		const answer = await askFor(tools, jobId);
		if (!answer) return undefined;
		const state = stateOf(answer);
		if (state === 'FINISHED') return answer;
		if (!GOES_ON.has(state)) {
			const ended = state === 'FAILED' ? 'failed' : `ended with the state ${state}`;
			throw new TaskFailure(
				{
					message: `The export ${ended} in Leanplum`,
					description: 'Leanplum gives no reason. Start it again, perhaps with fewer days.',
				},
				{ jobId, state },
			);
		}
		if (tools.now() + pollMs > end) {
			throw new TaskFailure(
				{
					message: `The export had not finished after ${waitMs / 60_000} minutes`,
					description: `It goes on in Leanplum. Read it later with Export → Get Results and the job ID ${jobId}, or raise Max Wait under Options.`,
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
	given: JsonObject,
	input: ItemInput,
	tools: TaskTools,
	finish: Finish = asJob,
): Promise<TaskItem[]> {
	// All of the input is looked at before the job is started.
	const mode = input.value('mode');
	const wait = mode === 'start' ? undefined : waitOf(input);
	input.throwIfWrong();
	const sleeps = mode === 'sleep';
	const args = sleeps ? { ...given, callbackUrl: tools.callbackUrl() } : given;
	const started = await callForData(tools, action, args);
	if (!started) return await (wait && !sleeps ? finish : asJob)(NOTHING_EXPORTED, '');
	const id = String(started.jobId ?? '').trim();
	if (id === '') throw noJob();
	if (!wait) return [{ json: { status: 'done', jobId: id } }];
	if (sleeps) return [asleep(id, tools.now() + wait.waitMs)];
	const answer = await waitForJob(wait, tools, id);
	try {
		return await finish(answer ?? NOTHING_EXPORTED, id);
	} catch (error) {
		throw ofJob(error, id);
	}
}

/** What Leanplum says of a job. */
export function jobJson(answer: IDataObject, jobId: string): IDataObject {
	return { status: 'done', ...answer, jobId: jobId || null, state: stateOf(answer) };
}
