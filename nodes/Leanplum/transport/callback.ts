import { createHash, createHmac, timingSafeEqual } from 'crypto';
import { calculateWorkflowChecksum } from 'n8n-workflow';
import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Explanation } from '../operation/explain';
import { TaskFailure } from '../operation/taskFailure';
import { isTool } from '../operation/fields/toolFields';
import { apiKeyOf, type LeanplumCredential } from '../protocol/action/keys';
import { SECRET_PARAMETER } from '../protocol/postback/postbackRule';

/**
 * Hosts that only the machine or its network knows (RFC 1918, 3927, 4193, 6598, 6761, 6762, 8375), among them
 * names without a dot, such as those of containers.
 */
const LOCAL =
	/^(?:[^.:]+|.*\.(?:home\.arpa|internal|lan|local|localhost)|(?:0|10|127|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168)(?:\.\d+)+|\[(?:::1?|f[cde].*)\])$/i;

const isLocal = (url: string): boolean => URL.canParse(url) && LOCAL.test(new URL(url).hostname);

/**
 * Why Leanplum can't call a URL of n8n, if the URL shows that. Nobody would notice that no call comes.
 *
 * @param apiUrl where Leanplum is; one that is local itself may reach local URLs
 */
export function reachObjection(url: string, apiUrl: string): Explanation | undefined {
	const isUrl = /^https?:/i.test(url) && URL.canParse(url);
	if (isUrl && (!isLocal(url) || isLocal(apiUrl))) return undefined;
	const origin = isUrl ? new URL(url).origin : url.split('/')[0];
	return {
		message: `Leanplum can't reach this n8n instance at ${origin}`,
		description:
			"Leanplum calls n8n at its webhook URL. Set n8n's environment variable WEBHOOK_URL to a URL that works from the internet, then try again.",
		failure: { cause: 'configuration-invalid' },
	};
}

/**
 * Compares without telling by the time it takes how much of it is right; hashed, because the
 * comparison wants equal lengths.
 */
export function isSameSecret(given: string, expected: string): boolean {
	const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
	return timingSafeEqual(a!, b!);
}

/**
 * The secret of the calls that wake this node in this execution. Whoever has the credential can tell it, and
 * it tells nothing of the key.
 */
function secretFor(context: IExecuteFunctions | IWebhookFunctions, key: string): string {
	const place = `${context.getExecutionId()}/${context.getNode().id}`;
	return createHmac('sha256', key).update(`leanplum callback ${place}`).digest('base64url');
}

/**
 * Whether n8n is 2.0 or later, told by what came with it. Before, two calls at a time make an execution go on
 * twice, and one that called a sub-workflow goes on without its result.
 */
const WAKES_ONCE = typeof calculateWorkflowChecksum === 'function';

function notStarted({ description, ...rest }: Explanation): TaskFailure {
	const explanation = { ...rest, description: `Nothing was started. ${description}` };
	return new TaskFailure(explanation, {}, undefined, 'nothingSent');
}

/**
 * The URL with which Leanplum wakes the node of an execution that sleeps.
 *
 * @throws TaskFailure when Leanplum can't call it, or the node can't sleep
 */
export function callbackUrl(context: IExecuteFunctions, credential: LeanplumCredential): string {
	if (isTool(context.getNode())) {
		throw notStarted({
			message: "Start and Sleep can't be used in an AI agent tool",
			description: 'Set Mode to Start or Start and Wait.',
		});
	}
	if (!WAKES_ONCE) {
		throw notStarted({
			message: 'Start and Sleep needs n8n 2.0 or later',
			description: 'Update n8n, or set Mode to Start and Wait.',
		});
	}
	// Newer versions of n8n add a token of their own to it.
	const resumeUrl = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	const objection = reachObjection(resumeUrl, credential.apiUrl);
	if (objection) throw notStarted(objection);
	const url = new URL(resumeUrl);
	// Without the key nothing is sent at all.
	url.searchParams.set(SECRET_PARAMETER, secretFor(context, apiKeyOf(credential, 'dataExport')!));
	return url.href;
}

/** Whether a call comes from whom {@link callbackUrl} was given to. */
export function isGenuineCallback(
	context: IWebhookFunctions,
	credential: LeanplumCredential,
): boolean {
	const given = (context.getQueryData() as Record<string, unknown>)[SECRET_PARAMETER];
	const key = apiKeyOf(credential, 'dataExport');
	if (typeof given !== 'string' || key === undefined) return false;
	return isSameSecret(given, secretFor(context, key));
}
