import { createHmac } from 'crypto';
import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { TaskFailure } from '../operation/taskFailure';
import { isLoopback } from '../protocol/action/authorize';
import { apiKeyOf, type LeanplumCredential } from '../protocol/action/keys';
import { SECRET_PARAMETER } from '../protocol/postback/postbackRule';
import { isSameSecret } from './secret';

/**
 * The secret of the calls that wake this node in this execution: known to whoever has the credential, and
 * no key.
 */
function secretFor(
	context: Pick<IExecuteFunctions | IWebhookFunctions, 'getExecutionId' | 'getNode'>,
	credential: LeanplumCredential,
): string {
	const key = apiKeyOf(credential, 'dataExport') ?? '';
	const place = `${context.getExecutionId()}/${context.getNode().id}`;
	return createHmac('sha256', key).update(`leanplum callback ${place}`).digest('base64url');
}

/**
 * The URL with which Leanplum wakes the node of an execution that sleeps.
 *
 * @throws TaskFailure when Leanplum cannot call it, or the node cannot sleep
 */
export function callbackUrl(context: IExecuteFunctions, credential: LeanplumCredential): string {
	if (context.getExecuteData().node.id !== context.getNode().id) {
		throw new TaskFailure(
			{
				message: "Start and Sleep can't be used as a tool of an AI agent",
				description: 'Nothing was started. Set Mode to Start, or to Start and Wait.',
			},
			{},
			undefined,
			'nothingSent',
		);
	}
	const url = new URL(String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0)));
	if (isLoopback(url.href) && !isLoopback(credential.apiUrl)) {
		throw new TaskFailure(
			{
				message: `Leanplum can't reach this n8n instance, because its URL is ${url.origin}`,
				description:
					"Nothing was started. Set n8n's environment variable WEBHOOK_URL to the URL that n8n has on the internet, or set Mode to Start and Wait.",
				failure: { cause: 'configuration-invalid' },
			},
			{},
			undefined,
			'nothingSent',
		);
	}
	url.searchParams.set(SECRET_PARAMETER, secretFor(context, credential));
	return url.href;
}

/** Whether a call comes from whom {@link callbackUrl} was given to. */
export function isGenuineCallback(
	context: IWebhookFunctions,
	credential: LeanplumCredential,
): boolean {
	const given = (context.getQueryData() as Record<string, unknown>)[SECRET_PARAMETER];
	return typeof given === 'string' && isSameSecret(given, secretFor(context, credential));
}
