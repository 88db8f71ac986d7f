import { explain } from '../../operation/explain';
import type { RunOptions } from '../../operation/runOptions';
import { answerOrThrow, TaskFailure, type Progress } from '../../operation/taskFailure';
import type { TaskTools } from '../../operation/taskTools';
import { createCall, isRepeatable, type Call } from '../../protocol/action/call';
import type { LeanplumCredential } from '../../protocol/action/keys';
import { estimate } from '../../protocol/plan/estimate';
import { planCalls, type CallLane } from '../../protocol/plan/planCalls';
import type { Outcome } from '../../protocol/reply/outcome';
import { dispatch, type Connection } from '../../protocol/send/dispatch';
import { credentialObjection } from '../../transport/credential';

/** Whether a call changes something, or starts what must not be started twice. */
function hasEffect(call: Call): boolean {
	return call.spec.verb === 'POST' || !isRepeatable(call);
}

/** Sends the calls of a task, and knows how far they brought it. */
class TaskCalls {
	progress: Progress = 'nothingSent';

	constructor(
		private readonly connection: Connection,
		private readonly options: RunOptions,
	) {}

	async send(lanes: readonly CallLane[]): Promise<ReadonlyMap<Call, Outcome>> {
		const calls = lanes.flat(2);
		const wasBegun = this.progress === 'begun';
		// Until the outcomes are known; they never are when a defect shows meanwhile.
		this.progress = wasBegun || calls.some(hasEffect) ? 'begun' : 'asked';
		const outcomes = await dispatch(lanes, this.connection, this.options);
		const mayBeDone = calls.some((call) => {
			const { status } = outcomes.get(call)!;
			return hasEffect(call) && (status === 'done' || status === 'unknown');
		});
		this.progress = wasBegun || mayBeDone ? 'begun' : 'asked';
		return outcomes;
	}
}

/** What a task needs to send calls. */
type CallTools = Pick<
	TaskTools,
	'call' | 'sendAll' | 'estimate' | 'requireKeys' | 'explain' | 'previewOnly' | 'failSkipped'
>;

/**
 * The tools to send the calls of a task.
 *
 * @returns them, and how far the calls so far brought the task
 */
export function callTools(
	credential: LeanplumCredential,
	options: RunOptions,
	connection: Connection,
): { tools: CallTools; progress: () => Progress } {
	const calls = new TaskCalls(connection, options);
	const tools: CallTools = {
		async call(action, args, files) {
			const call = { ...createCall(action, args), ...(files ? { files } : {}) };
			const outcomes = await calls.send([[[call]]]);
			return answerOrThrow(outcomes.get(call)!);
		},
		sendAll: async (all) => await calls.send(planCalls(all, options)),
		previewOnly: options.previewOnly,
		failSkipped: options.ifSkipped === 'fail',
		estimate: (all) => estimate(all, options),
		requireKeys(purpose, classes) {
			const objection = credentialObjection(credential, purpose, classes);
			if (objection) throw new TaskFailure(objection, {}, undefined, 'nothingSent');
		},
		explain,
	};
	return { tools, progress: () => calls.progress };
}
