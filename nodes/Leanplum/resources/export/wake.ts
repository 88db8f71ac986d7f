import type {
	IDataObject,
	INodeExecutionData,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import type { LeanplumCredential } from '../../protocol/action/keys';
import { answerOf } from '../../protocol/reply/answer';
import { ask, askFailure } from '../../transport/ask';
import { isGenuineCallback } from '../../transport/callback';
import { CREDENTIAL, readCredential } from '../../transport/credential';
import { goesOn, inputFieldsOf, isAsleep, NOTHING_EXPORTED, resultsJson } from './job';

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

/** What Get Results gives for a job. */
async function resultsOf(context: IWebhookFunctions, jobId: string): Promise<IDataObject> {
	const purpose = 'Getting the results of an export';
	const outcome = await ask(context, { action: 'getExportResults', args: { jobId }, purpose });
	if (outcome.status === 'done') return resultsJson(answerOf(outcome.reply), jobId);
	if (outcome.status === 'failed' && outcome.problem.kind === 'noData') {
		return resultsJson(NOTHING_EXPORTED, jobId);
	}
	throw askFailure(context, outcome);
}

/**
 * Leanplum says that a job has finished. The execution wakes when all its jobs have, with what Leanplum
 * answers when it is asked for each; what the call says counts for nothing.
 *
 * @throws NodeApiError when Leanplum cannot be asked; then it gets an error, and the execution sleeps on
 */
export async function wake(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const credential = readCredential(await context.getCredentials<LeanplumCredential>(CREDENTIAL));
	if (!isGenuineCallback(context, credential)) {
		context.getResponseObject().status(403).json({ message: 'The secret is missing or wrong' });
		return { noWebhookResponse: true };
	}
	// As text, because n8n's newer engine for expressions gives objects that soon are empty.
	const given = context.evaluateExpression('{{ JSON.stringify($input.all()) }}');
	const items = JSON.parse(String(given)) as INodeExecutionData[];
	const output: INodeExecutionData[] = [];
	for (const item of items) {
		const { json } = item;
		if (!isAsleep(json)) {
			output.push(item);
			continue;
		}
		const results = await resultsOf(context, String(json.jobId));
		if (goesOn(results)) return {};
		output.push({ ...item, json: { ...inputFieldsOf(json), ...results } });
	}
	return { workflowData: [output] };
}
