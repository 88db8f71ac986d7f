import type { IDataObject } from 'n8n-workflow';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { TaskItem } from '../../operation/operation';
import { TaskFailure } from '../../operation/taskFailure';
import type { TaskTools } from '../../operation/taskTools';
import type { ActionName } from '../../protocol/action/catalogue';
import type { JsonObject } from '../../protocol/basics/json';
import {
	askForData,
	askForResults,
	asleep,
	failedJob,
	goesOn,
	isEmptyResult,
	jobJson,
	ofJob,
	stateOf,
} from './jobAnswer';
import { waitOf, type Wait } from './jobFields';

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

/** Asks for a job's state until it has finished. */
async function waitForJob(wait: Wait, tools: TaskTools, jobId: string, input: ItemInput) {
	const { pollMs, waitMs } = wait;
	const end = tools.now() + waitMs;
	for (;;) {
		const answer = await askForResults(tools, jobId, input);
		const state = stateOf(answer);
		if (state === 'FINISHED') return answer;
		if (!goesOn(answer)) throw failedJob(jobId, state);
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
	const mode = input.value('mode');
	const wait = mode === 'start' ? undefined : waitOf(input);
	const sleeps = mode === 'sleep';
	input.throwIfWrong();
	const given = sleeps ? { ...args, callbackUrl: tools.callbackUrl() } : args;
	const started = await askForData(tools, action, given, input);
	if (isEmptyResult(started)) return await (wait && !sleeps ? finish : asJob)(started, '');
	const { jobId } = started;
	const id = typeof jobId === 'string' || typeof jobId === 'number' ? String(jobId).trim() : '';
	if (id === '') throw noJob();
	if (!wait) return [{ json: { status: 'done', jobId: id } }];
	if (sleeps) return [asleep(id, tools.now() + wait.waitMs)];
	const answer = await waitForJob(wait, tools, id, input);
	try {
		return await finish(answer, id);
	} catch (error) {
		throw ofJob(error, id);
	}
}
