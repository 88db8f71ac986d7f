import type {
	IDataObject,
	INodeExecutionData,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { answerOrThrow } from '../../operation/taskFailure';
import type { LeanplumCredential } from '../../protocol/action/keys';
import { ask } from '../../transport/ask';
import { isGenuineCallback } from '../../transport/callback';
import { CREDENTIAL, readCredential } from '../../transport/credential';
import { emptyIfNoData, failedJob, goesOn, isAsleep, jobJson, stateOf } from './jobAnswer';

/** Where Leanplum calls when a job has finished for which an execution sleeps. */
export const WAKE_WEBHOOKS: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		path: '',
		restartWebhook: true,
	},
];

/** A job that has ended, or `undefined` while it goes on. */
async function endedJob(
	context: IWebhookFunctions,
	jobId: string,
): Promise<IDataObject | undefined> {
	const action = 'getExportResults';
	const purpose = 'Getting the results of an export';
	const call = async () => answerOrThrow(await ask(context, { action, args: { jobId }, purpose }));
	const answer = await emptyIfNoData(action, call());
	if (goesOn(answer)) return undefined;
	const job = { warning: null, ...jobJson(answer, jobId) };
	const state = stateOf(answer);
	if (state === 'FINISHED') return job;
	return { ...job, status: 'failed', warning: failedJob(jobId, state).message };
}

/** The items of a node that sleeps, with the jobs that ended; `undefined` while one of them goes on. */
async function awakened(context: IWebhookFunctions): Promise<INodeExecutionData[] | undefined> {
	// As text, because n8n's newer engine for expressions gives objects that soon are empty.
	const items = context.evaluateExpression('{{ JSON.stringify($input.all()) }}');
	const output: INodeExecutionData[] = [];
	for (const item of JSON.parse(String(items)) as INodeExecutionData[]) {
		const { json } = item;
		if (isAsleep(json)) {
			const job = await endedJob(context, String(json.jobId));
			if (!job) return undefined;
			output.push({ ...item, json: { ...json, ...job } });
		} else {
			output.push(item);
		}
	}
	return output;
}

/**
 * Leanplum says that a job has finished. The execution wakes when all its jobs have, with what Leanplum
 * answers when it is asked for each; what the call says counts for nothing.
 */
export async function wake(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const sleepOn = (status: number, message: string) => {
		context.getResponseObject().status(status).json({ message });
		return { noWebhookResponse: true };
	};
	try {
		const credential = readCredential(await context.getCredentials<LeanplumCredential>(CREDENTIAL));
		if (!isGenuineCallback(context, credential)) {
			return sleepOn(403, 'The secret is missing or wrong');
		}
		const items = await awakened(context);
		return items ? { workflowData: [items] } : {};
	} catch (error) {
		// Whatever is thrown here would wake the execution, with an empty item.
		context.logger.warn(`An export could not be checked: ${(error as Error).message}`);
		return sleepOn(503, "n8n couldn't get the results from Leanplum");
	}
}
