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
	isTooShort,
	MIN_KEY_LENGTH,
	type KeyClass,
	type LeanplumCredential,
} from '../protocol/action/keys';
import { answerOf } from '../protocol/reply/answer';
import { isTransient, type Problem } from '../protocol/reply/problem';
import { readEnvelope, type HttpReply, type NoReply } from '../protocol/reply/reply';
import { isGoodSecret, MIN_SECRET_LENGTH } from '../protocol/postback/postbackRule';
import { readCredential } from '../transport/credential';
import { withoutKeys } from '../protocol/action/withoutKeys';
import { explain } from '../operation/explain';
import { noReplyOf } from '../transport/noReply';

const TIMEOUT_MS = 20_000;

interface Probe {
	readonly keyClass: KeyClass;
	readonly action: string;
	readonly args?: Record<string, string>;
	/** What its answer holds besides the success (OAS). */
	readonly holds: string;
	/** Whether it names a job that does not exist. */
	readonly expectsUnknownJob?: true;
}

/**
 * For each key an action that reads, names no user and so is never billed (reference §8). The
 * development key has none without arguments, so it asks for a job that does not exist: the answer
 * tells a wrong key from a wrong job.
 */
const PROBES: readonly Probe[] = [
	{
		keyClass: 'production',
		action: 'getAndroidNotificationChannels',
		holds: 'notificationChannels',
	},
	{ keyClass: 'dataExport', action: 'listPostbacks', holds: 'postbacks' },
	{ keyClass: 'contentReadOnly', action: 'getUnsubscribeCategories', holds: 'categories' },
	{
		keyClass: 'development',
		action: 'getMultiResults',
		args: { jobId: 'credential-test' },
		holds: 'state',
		expectsUnknownJob: true,
	},
];

async function ask(
	context: ICredentialTestFunctions,
	credential: LeanplumCredential,
	probe: Probe,
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
			body: withoutKeys(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''), credential),
		};
	} catch (error) {
		return noReplyOf(error);
	}
}

const MAX_QUOTE = 120;

/** What was answered, in short, so that whoever runs the server recognizes it. */
function quoted({ status, body }: HttpReply): string {
	const text = body.replace(/\s+/g, ' ').trim();
	const cut = text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text;
	return `status ${status}${cut === '' ? ' without a text' : ` and ${cut}`}`;
}

/** The words with which Leanplum answers that it does not know the job of the last probe. */
const UNKNOWN_JOB = /\bjob\b|not found/i;
/** Words about something else than the job. */
const OF_THE_KEY = /\b(access|allow|auth|credential|denied|key|permi|token)/i;

const COPY_AGAIN = 'Copy it again from App Settings → Keys & Settings in the Leanplum dashboard.';

/** Whether a key was accepted and only the job that the probe names is unknown. */
function isUnknownJob({ expectsUnknownJob }: Probe, problem: Problem | undefined): boolean {
	if (!expectsUnknownJob || problem?.kind === 'blockedUser') return false;
	const said = problem?.leanplumMessage ?? '';
	return UNKNOWN_JOB.test(said) && !OF_THE_KEY.test(said);
}

/** What a reply says against a key or the whole credential, or `undefined` when all is well. */
function objectionOfLeanplum(
	reply: HttpReply,
	problem: Problem | undefined,
	probe: Probe,
	apiUrl: string,
): string | undefined {
	const { label } = KEYS[probe.keyClass];
	switch (problem?.kind) {
		case 'invalidKey':
			return `Leanplum rejected the ${label}. ${COPY_AGAIN}`;
		case 'unknownApp':
			return `Leanplum couldn't find the App ID. ${COPY_AGAIN}`;
		case 'otherEndpoint': {
			const { message, description } = explain(problem);
			return `${message}. ${description}`;
		}
		default: {
			if (isUnknownJob(probe, problem)) return undefined;
			return problem && isTransient(problem)
				? `The ${label} couldn't be tested right now. Try again later. The API URL ${apiUrl} responded with ${quoted(reply)}.`
				: `Leanplum didn't accept the ${label}. The API URL ${apiUrl} responded with ${quoted(reply)}.`;
		}
	}
}

/** Whether a success holds what its action answers with, or nothing; else another service made it. */
function isAnswerTo({ holds }: Probe, answer: object): boolean {
	return Object.keys(answer).length === 0 || holds in answer;
}

/** What an answer, or that none came, says against the credential; `undefined` when all is well. */
function objectionTo(
	answer: HttpReply | NoReply,
	probe: Probe,
	apiUrl: string,
): string | undefined {
	const verdict = interpret(['always'], answer);
	const outcome = verdict.kind === 'answered' ? verdict.results[0]?.outcome : undefined;
	if (outcome?.status === 'done' && isAnswerTo(probe, answerOf(outcome.reply))) return undefined;
	const problem = outcome && 'problem' in outcome ? outcome.problem : undefined;
	if (!('status' in answer)) return `The API URL ${apiUrl} can't be reached: ${problem?.detail}.`;
	if (!readEnvelope(answer.body)) {
		return `The API URL ${apiUrl} didn't return a Leanplum response, but ${quoted(answer)}. The default is https://api.leanplum.com/api.`;
	}
	return objectionOfLeanplum(answer, problem, probe, apiUrl);
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
	const data = readCredential(credential.data as unknown as LeanplumCredential);
	const refused = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

	if (!data.appId) return refused('The App ID is missing.');
	if (apiKeyOf(data, 'production') === undefined) return refused('The Client Key is missing.');
	const urlObjection = baseUrlObjection(data.apiUrl);
	if (urlObjection) return refused(urlObjection);

	const secret = String(data.webhookSecret ?? '').trim();
	if (secret !== '' && !isGoodSecret(secret)) {
		return refused(
			secret.length < MIN_SECRET_LENGTH
				? `The Webhook Secret is too short. Enter at least ${MIN_SECRET_LENGTH} letters and digits.`
				: `The Webhook Secret has characters that aren't safe in a URL. Enter at least ${MIN_SECRET_LENGTH} letters and digits.`,
		);
	}

	const tested: string[] = [];
	for (const probe of PROBES) {
		const key = apiKeyOf(data, probe.keyClass);
		if (key === undefined) continue;
		if (isTooShort(key)) {
			return refused(
				`The ${KEYS[probe.keyClass].label} is too short: a key has at least ${MIN_KEY_LENGTH} characters. ${COPY_AGAIN}`,
			);
		}
		const objection = objectionTo(await ask(this, data, probe), probe, data.apiUrl);
		if (objection) return refused(objection);
		tested.push(KEYS[probe.keyClass].label);
	}
	return { status: 'OK', message: `Leanplum accepted: ${tested.join(', ')}` };
}
