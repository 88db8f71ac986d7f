import { randomBytes } from 'crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { LeanplumCredential } from '../protocol/action/keys';
import { isGoodSecret, SECRET_PARAMETER } from '../protocol/postback/postbackRule';
import { CREDENTIAL, readCredential } from '../transport/credential';
import { isSameSecret } from '../transport/callback';
import { readSource } from './source';

const SECRET_BYTES = 32;

/** A new secret of 256 bits, in characters that need no encoding in a URL. */
export function newSecret(): string {
	return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether a text is a secret that the node made; it takes over no weaker one. */
export function isMadeSecret(text: string | undefined): text is string {
	return text !== undefined && /^[\w-]{43}$/.test(text);
}

type Context = IHookFunctions | IWebhookFunctions;

/**
 * The names under which n8n keeps the secret, and the app whose rule holds it, for this node of this
 * workflow, on every worker alike; the app is missing where an older version kept it. Listening for a test
 * event has a secret of its own, so that a rule with the workflow's is the workflow's wherever it leads.
 */
function namesOf(context: Context) {
	return context.getMode() === 'manual'
		? ({ secret: 'testSecret', appId: 'testAppId' } as const)
		: ({ secret: 'secret', appId: 'appId' } as const);
}

/** The secret of the node's postbacks, as it was when the workflow was switched on. */
export function keptSecret(context: Context): string | undefined {
	const secret = context.getWorkflowStaticData('node')[namesOf(context).secret];
	return typeof secret === 'string' && secret !== '' ? secret : undefined;
}

/** The app of the credential. */
async function appIdOf(context: Context): Promise<string> {
	const { appId } = readCredential(await context.getCredentials<LeanplumCredential>(CREDENTIAL));
	return appId;
}

/**
 * The secret of the node's postbacks, if it belongs to the app of the credential. A secret is never used
 * for a second app, so that the first one's rule starts nothing after the credential was changed.
 */
export async function secretOfApp(context: Context): Promise<string | undefined> {
	const appId = context.getWorkflowStaticData('node')[namesOf(context).appId];
	const isOfApp = appId === undefined || appId === (await appIdOf(context));
	return isOfApp ? keptSecret(context) : undefined;
}

/** Keeps the secret of the credential's app. */
export async function keepSecret(context: IHookFunctions, secret: string): Promise<void> {
	const appId = await appIdOf(context);
	const kept = context.getWorkflowStaticData('node');
	const names = namesOf(context);
	if (kept[names.secret] !== secret) kept[names.secret] = secret;
	if (kept[names.appId] !== appId) kept[names.appId] = appId;
}

/** Forgets the secret. */
export function forgetSecret(context: IHookFunctions): void {
	const kept = context.getWorkflowStaticData('node');
	for (const name of Object.values(namesOf(context))) delete kept[name];
}

/** The secret that the credential holds for webhooks made in the dashboard. */
export async function dashboardSecret(context: Context): Promise<string | undefined> {
	const { webhookSecret } = await context.getCredentials<LeanplumCredential>(CREDENTIAL);
	const secret = String(webhookSecret ?? '').trim();
	return isGoodSecret(secret) ? secret : undefined;
}

/** What a request brings along to prove where it comes from: the parameter, or a password. */
function givenSecrets(context: IWebhookFunctions): string[] {
	const parameter = (context.getQueryData() as IDataObject)[SECRET_PARAMETER];
	const [scheme = '', encoded = ''] = (context.getHeaderData().authorization ?? '').split(' ');
	const login =
		scheme.toLowerCase() === 'basic' ? Buffer.from(encoded, 'base64').toString('utf8') : '';
	const password = login.includes(':') ? login.slice(login.indexOf(':') + 1) : '';
	return [parameter, password].filter((text): text is string => typeof text === 'string');
}

/** Whether a request is genuine, forged, or cannot be told, as long as there is no secret yet. */
export async function originOf(
	context: IWebhookFunctions,
): Promise<'genuine' | 'forged' | 'undecided'> {
	const isPostback = readSource(context) !== 'dashboardWebhook';
	const expected = isPostback ? keptSecret(context) : await dashboardSecret(context);
	if (expected === undefined) return 'undecided';
	if (!givenSecrets(context).some((given) => isSameSecret(given, expected))) return 'forged';
	// Since the credential became that of another app, what the former one tells is about other users.
	const isOfApp = !isPostback || (await secretOfApp(context)) !== undefined;
	return isOfApp ? 'genuine' : 'forged';
}
