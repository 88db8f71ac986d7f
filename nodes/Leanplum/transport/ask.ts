import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { createCall } from '../protocol/action/call';
import type { ActionName } from '../protocol/action/catalogue';
import { CircuitBreaker } from '../protocol/send/circuitBreaker';
import { dispatch } from '../protocol/send/dispatch';
import type { JsonObject } from '../protocol/basics/json';
import type { LeanplumCredential } from '../protocol/action/keys';
import type { Outcome } from '../protocol/reply/outcome';
import { CREDENTIAL, credentialObjection, readCredential } from './credential';
import { explain, type Explanation } from '../operation/explain';
import type { RequestLog } from './requestLog';
import { createTransport } from './transport';

/** Someone waits for the answer: the editor, or the activation of a workflow. */
const LIMITS = { timeoutMs: 20_000, maxReplyBytes: 200_000_000 };
const RETRY_DELAY_MS = 500;

/** A single question outside a node run. */
export interface Question {
	readonly action: ActionName;
	readonly args?: JsonObject;
	/** What it is for, as the beginning of a sentence about the key it needs. */
	readonly purpose: string;
	/** What else the user can do when the key is missing. */
	readonly otherwise?: string;
	/** How often a busy Leanplum is asked again; once by default, because somebody waits in the editor. */
	readonly maxRetries?: number;
	/** The credential, where the context has several. */
	readonly credential?: LeanplumCredential;
	/** The log of the run that asks. */
	readonly log?: RequestLog;
}

type Asker = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IWebhookFunctions;

/**
 * Sends one action.
 *
 * @throws NodeApiError when the credential lacks what it needs; nothing is sent then
 */
export async function ask(context: Asker, question: Question): Promise<Outcome> {
	const credential =
		question.credential ??
		readCredential(await context.getCredentials<LeanplumCredential>(CREDENTIAL));
	const call = createCall(question.action, question.args ?? {});
	const objection = credentialObjection(credential, question.purpose, [call.key]);
	if (objection) {
		// Who asks for a list, or publishes a workflow, did not want to send anything.
		const remedy = objection.description.replace(/^Nothing was sent\. /, '');
		const description = [remedy, question.otherwise].filter(Boolean).join(' ');
		throw askError(context, { ...objection, description });
	}
	const transport = createTransport(context, credential, LIMITS, question.log);
	const outcomes = await dispatch(
		[[[call]]],
		{ transport, breaker: new CircuitBreaker() },
		{
			parallelRequests: 1,
			repeatWhenUnknown: false,
			retry: { maxRetries: question.maxRetries ?? 1, baseDelayMs: RETRY_DELAY_MS },
		},
	);
	return outcomes.get(call)!;
}

/**
 * The error for a question that was not answered as it should have been.
 *
 * @param what did not succeed, where that is not plain from the place at which the error shows
 */
export function askFailure(context: Asker, outcome: Outcome, what?: string): NodeApiError {
	const explanation: Explanation =
		'problem' in outcome
			? explain(outcome.problem)
			: {
					message: `Leanplum reported success but did nothing: ${outcome.warning}`,
					description: 'Try again, or ask your Leanplum contact.',
				};
	const message = [what, explanation.message].filter(Boolean).join(': ');
	return askError(context, { ...explanation, message });
}

/**
 * An error outside a node run. When a workflow cannot be switched on, n8n shows only the message (2.41,
 * since it publishes in the background), or of this kind of error the description (2.0); so each of
 * them should be understood without the other.
 */
export function askError(
	context: Asker,
	{ message, description, failure }: Explanation,
): NodeApiError {
	const error = new NodeApiError(
		context.getNode(),
		{ message },
		{ message, description, ...(failure ? { failure } : {}) },
	);
	// n8n would replace a message that happens to contain a network code such as EPERM.
	error.message = message;
	return error;
}
