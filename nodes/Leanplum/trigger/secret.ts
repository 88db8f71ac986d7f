import { randomBytes } from 'crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { LeanplumCredential } from '../protocol/action/keys';
import { MIN_SECRET_LENGTH, SECRET_PARAMETER } from '../protocol/postback/postbackRule';
import { CREDENTIAL, readCredential } from '../transport/credential';
import { isSameSecret } from '../transport/callback';
import { readSource } from './source';

const SECRET_BYTES = 32;

/** Characters that stay what they are when a secret is copied into a URL by hand. */
const SAFE_IN_URLS = /^[\w.~-]+$/;

/** A new secret of 256 bits, in characters that need no encoding in a URL. */
export function newSecret(): string {
	return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether a text is a secret that the node made; it takes over no weaker one. */
export function isMadeSecret(text: string | undefined): text is string {
	return text !== undefined && /^[\w-]{43}$/.test(text);
}

/** What n8n keeps for this node of this workflow, on every worker alike. */
interface Kept extends IDataObject {
	secret?: string;
	/** The app whose rule holds the secret; missing where an older version kept it. */
	appId?: string;
}

/** The secret of the node's postbacks, as it was when the workflow was switched on. */
export function keptSecret(context: IHookFunctions | IWebhookFunctions): string | undefined {
	const { secret } = context.getWorkflowStaticData('node') as Kept;
	return typeof secret === 'string' && secret !== '' ? secret : undefined;
}

/** The app of the credential. */
async function appIdOf(context: IHookFunctions): Promise<string> {
	const { appId } = readCredential(await context.getCredentials<LeanplumCredential>(CREDENTIAL));
	return appId;
}

/**
 * The secret of the node's postbacks, if it belongs to the app of the credential. A secret is never used
 * for a second app, so that the first one's rule starts nothing after the credential was changed.
 */
export async function secretOfApp(context: IHookFunctions): Promise<string | undefined> {
	const { appId } = context.getWorkflowStaticData('node') as Kept;
	const isOfApp = appId === undefined || appId === (await appIdOf(context));
	return isOfApp ? keptSecret(context) : undefined;
}

/** Keeps the secret of the credential's app. */
export async function keepSecret(context: IHookFunctions, secret: string): Promise<void> {
	const appId = await appIdOf(context);
	const kept = context.getWorkflowStaticData('node') as Kept;
	if (kept.secret !== secret) kept.secret = secret;
	if (kept.appId !== appId) kept.appId = appId;
}

/** Forgets the secret. */
export function forgetSecret(context: IHookFunctions): void {
	const kept = context.getWorkflowStaticData('node') as Kept;
	delete kept.secret;
	delete kept.appId;
}

/** The secret that the credential holds for webhooks made in the dashboard. */
export async function dashboardSecret(
	context: IHookFunctions | IWebhookFunctions,
): Promise<string | undefined> {
	const { webhookSecret } = await context.getCredentials<LeanplumCredential>(CREDENTIAL);
	const secret = webhookSecret?.trim() ?? '';
	return secret.length >= MIN_SECRET_LENGTH && SAFE_IN_URLS.test(secret) ? secret : undefined;
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
	const expected =
		readSource(context) === 'dashboardWebhook'
			? await dashboardSecret(context)
			: keptSecret(context);
	if (expected === undefined) return 'undecided';
	return givenSecrets(context).some((given) => isSameSecret(given, expected))
		? 'genuine'
		: 'forged';
}
