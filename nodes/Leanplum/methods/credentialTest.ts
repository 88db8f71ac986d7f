import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { authorize, baseUrlObjection } from '../protocol/action/authorize';
import { interpret } from '../protocol/reply/interpret';
import { isObject } from '../protocol/basics/json';
import {
	KEYS,
	apiKeyOf,
	withoutKeys,
	type KeyClass,
	type LeanplumCredential,
} from '../protocol/action/keys';
import type { HttpReply, NoReply } from '../protocol/reply/reply';
import { explain } from '../operation/explain';
import { noReplyOf } from '../transport/noReply';

const TIMEOUT_MS = 20_000;

/**
 * For each key an action that reads, names no user and so is never billed (reference §8). The
 * development key has none without arguments, so it asks for a job that does not exist: the answer
 * tells a wrong key from a wrong job.
 */
const PROBES: ReadonlyArray<{ keyClass: KeyClass; action: string; args?: Record<string, string> }> =
	[
		{ keyClass: 'production', action: 'getAndroidNotificationChannels' },
		{ keyClass: 'dataExport', action: 'listPostbacks' },
		{ keyClass: 'contentReadOnly', action: 'getUnsubscribeCategories' },
		{ keyClass: 'development', action: 'getMultiResults', args: { jobId: 'credential-test' } },
	];

async function ask(
	context: ICredentialTestFunctions,
	credential: LeanplumCredential,
	probe: (typeof PROBES)[number],
): Promise<HttpReply | NoReply> {
	const request = authorize(credential, {
		uri: credential.apiUrl.trim(),
		qs: { action: probe.action },
		method: 'POST',
		body: { ...probe.args },
		headers: { Accept: 'application/json' },
		timeout: TIMEOUT_MS,
		followRedirect: false,
		resolveWithFullResponse: true,
		simple: false,
	});
	try {
		const response: unknown = await context.helpers.request(request);
		if (!isObject(response)) return { status: 200, body: '' };
		const { statusCode, body } = response;
		return {
			status: Number(statusCode),
			body: withoutKeys(typeof body === 'string' ? body : JSON.stringify(body ?? ''), credential),
		};
	} catch (error) {
		return noReplyOf(error);
	}
}

/** What an answer says against a key or the whole credential, or `undefined` when all is well. */
function objectionTo(answer: HttpReply | NoReply, keyClass: KeyClass): string | undefined {
	const verdict = interpret(['always'], answer);
	const outcome = verdict.kind === 'answered' ? verdict.results[0]?.outcome : undefined;
	if (!outcome || !('problem' in outcome)) return undefined;
	const { problem } = outcome;
	const { label } = KEYS[keyClass];
	switch (problem.kind) {
		case 'invalidKey':
			return `Leanplum refused the ${label}. Copy it again from App Settings → Keys & Settings in the Leanplum dashboard.`;
		case 'unknownApp':
			return 'Leanplum does not know the App ID. Copy it again from App Settings → Keys & Settings in the Leanplum dashboard.';
		case 'replyLost':
			return `The API URL does not answer as Leanplum does: ${problem.detail}.`;
		case 'unreachable':
			return `The API URL cannot be reached: ${problem.detail}.`;
		case 'notLeanplum':
			return `The API URL does not lead to Leanplum: ${problem.detail}. It is normally https://api.leanplum.com/api.`;
		case 'rateLimited':
		case 'unavailable':
		case 'otherEndpoint': {
			const { message, description } = explain(problem);
			return `${message}. ${description}`;
		}
		default:
			// The key was accepted; only the job that the probe names is unknown.
			return undefined;
	}
}

/**
 * Tests a Leanplum credential: each key that is filled in, with a request that changes nothing.
 *
 * @returns OK, or a sentence that names the key, the App ID or the API URL that is wrong
 */
export async function leanplumApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = credential.data as unknown as LeanplumCredential;
	const refused = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

	if (!data.appId?.trim()) return refused('The App ID is missing.');
	if (apiKeyOf(data, 'production') === undefined) return refused('The Client Key is missing.');
	const urlObjection = baseUrlObjection(data.apiUrl.trim());
	if (urlObjection) return refused(urlObjection);

	const tested: string[] = [];
	for (const probe of PROBES) {
		if (apiKeyOf(data, probe.keyClass) === undefined) continue;
		const objection = objectionTo(await ask(this, data, probe), probe.keyClass);
		if (objection) return refused(objection);
		tested.push(KEYS[probe.keyClass].label);
	}
	return { status: 'OK', message: `Leanplum accepted: ${tested.join(', ')}` };
}
