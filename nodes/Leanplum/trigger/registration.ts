import type { IHookFunctions, NodeApiError } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { ask, askError, askFailure, type Question } from '../transport/ask';
import { reachObjection } from '../transport/callback';
import { CREDENTIAL, readCredential } from '../transport/credential';
import { isObject, type JsonObject } from '../protocol/basics/json';
import type { LeanplumCredential } from '../protocol/action/keys';
import { channelName } from '../protocol/postback/postback';
import {
	ruleAddress,
	isAsWanted,
	leadsTo,
	MAX_POSTBACK_RULES,
	MIN_SECRET_LENGTH,
	postbackUrl,
	secretOf,
	type PostbackRule,
	type WantedRule,
} from '../protocol/postback/postbackRule';
import { listOf } from './filter';
import {
	dashboardSecret,
	forgetSecret,
	isMadeSecret,
	keepSecret,
	keptSecret,
	secretOfApp,
	newSecret,
} from './secret';
import { readCollection, readSource } from './source';

/** When n8n starts and Leanplum does not answer, n8n gives up, and removes a rule that was good. */
const MAX_RETRIES = 3;

async function askAboutRules(
	context: IHookFunctions,
	action: Question['action'],
	args: JsonObject = {},
) {
	const purpose = 'Starting workflows on postbacks';
	return await ask(context, { action, args, purpose, maxRetries: MAX_RETRIES });
}

/** The app's rules, as Leanplum lists them. */
async function listRules(context: IHookFunctions): Promise<PostbackRule[]> {
	const outcome = await askAboutRules(context, 'listPostbacks');
	if (outcome.status !== 'done') {
		throw askFailure(context, outcome, "Couldn't list the app's postbacks");
	}
	const { postbacks } = outcome.reply as { postbacks?: unknown };
	return (Array.isArray(postbacks) ? postbacks : [])
		.filter(isObject)
		.map(({ postbackId, type, postbackUrl: url }) => ({
			postbackId: String(postbackId),
			type: String(type),
			postbackUrl: String(url),
		}));
}

async function deleteRule(context: IHookFunctions, { postbackId }: PostbackRule): Promise<void> {
	const outcome = await askAboutRules(context, 'deletePostback', { postbackId });
	const isGone =
		outcome.status === 'done' ||
		(outcome.status === 'failed' && outcome.problem.kind === 'notFound');
	if (!isGone) throw askFailure(context, outcome, `Couldn't delete postback ${postbackId}`);
}

function webhookAddress(context: IHookFunctions): string {
	const address = context.getNodeWebhookUrl('default');
	if (!address) throw new NodeOperationError(context.getNode(), 'n8n gave the node no webhook URL');
	return address;
}

/** Leanplum is told of an address that it can never reach; nobody would notice that nothing comes. */
async function refuseUnreachable(context: IHookFunctions, address: string): Promise<void> {
	const given = await context.getCredentials<LeanplumCredential>(CREDENTIAL);
	const { apiUrl } = readCredential(given);
	const objection = reachObjection(address, apiUrl);
	if (objection) throw askError(context, objection);
}

function wantedRule(context: IHookFunctions, address: string, secret: string): WantedRule {
	const type = readSource(context);
	const { channels } = readCollection(context, 'filters');
	const { sendSecretAs } = readCollection(context, 'triggerOptions');
	return {
		type: type === 'abTestEvents' ? type : 'messageEvents',
		address,
		channels: type === 'messageEvents' ? listOf(channels).map(channelName) : [],
		secret,
		asPassword: sendSecretAs === 'password',
	};
}

/** All rules are taken by others. */
function noRoom(context: IHookFunctions, rules: readonly PostbackRule[]): NodeApiError {
	const listed = rules
		.map((rule) => `${rule.postbackId} (${rule.type}, to ${ruleAddress(rule)})`)
		.join('; ');
	return askError(context, {
		message: `All ${MAX_POSTBACK_RULES} postbacks of this Leanplum app are in use: ${listed}`,
		description: `An app can have ${MAX_POSTBACK_RULES} postbacks. Unpublish a workflow that one of these belongs to, or delete one with the Leanplum node (Postback → Delete, with its ID): ${listed}. Listening for a test event also uses one.`,
		failure: { cause: 'configuration-invalid' },
	});
}

async function addRule(context: IHookFunctions, wanted: WantedRule): Promise<void> {
	const outcome = await askAboutRules(context, 'addPostback', {
		type: wanted.type,
		postbackUrl: postbackUrl(wanted),
		...(wanted.channels.length > 0 ? { channels: [...wanted.channels] } : {}),
	});
	if (outcome.status === 'done') return;
	if (outcome.status === 'unknown') {
		// The reply got lost; the list tells whether the rule is there.
		const rules = await listRules(context);
		if (rules.some((rule) => isAsWanted(rule, wanted))) return;
	}
	if (outcome.status === 'failed' && outcome.problem.kind !== 'invalidKey') {
		const rules = await listRules(context);
		if (rules.length >= MAX_POSTBACK_RULES) throw noRoom(context, rules);
	}
	throw askFailure(context, outcome, "Couldn't register the postback");
}

/** A webhook of the dashboard is not registered; but without a secret it would be open to all. */
async function requireDashboardSecret(context: IHookFunctions): Promise<void> {
	if ((await dashboardSecret(context)) !== undefined) return;
	throw askError(context, {
		message: `The Leanplum credential needs a Webhook Secret of at least ${MIN_SECRET_LENGTH} letters and digits`,
		description: `Open the credential and enter at least ${MIN_SECRET_LENGTH} random letters and digits as Webhook Secret, for example from a password manager. Then add the same text to the URL in the Leanplum dashboard, as ?secret=… or as the password.`,
		failure: { cause: 'configuration-invalid' },
	});
}

/** Whether a rule is the node's: it leads here, or holds the node's secret and led to a former address. */
function isOwn(rule: PostbackRule, address: string, secret: string | undefined): boolean {
	return leadsTo(rule, address) || (secret !== undefined && secretOf(rule) === secret);
}

/**
 * Whether exactly the wanted rule is there, and no other that leads here.
 *
 * A rule that a crash left behind is taken over with its secret, so that nothing is registered twice.
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	if (readSource(context) === 'dashboardWebhook') return false;
	const address = webhookAddress(context);
	await refuseUnreachable(context, address);
	const kept = await secretOfApp(context);
	const own = (await listRules(context)).filter((rule) => isOwn(rule, address, kept));
	const [rule] = own;
	if (!rule || own.length > 1) return false;
	const secret = kept ?? secretOf(rule);
	// What another app was given does not become the secret of this one.
	if (!isMadeSecret(secret) || (kept === undefined && secret === keptSecret(context))) return false;
	if (!isAsWanted(rule, wantedRule(context, address, secret))) return false;
	await keepSecret(context, secret);
	return true;
}

/** Ids are numbers of any length. */
const isBefore = (a: PostbackRule, b: PostbackRule) =>
	a.postbackId.length - b.postbackId.length || (a.postbackId < b.postbackId ? -1 : 1);

/**
 * When several n8n start at once, each of them may find no rule and add one. All keep the oldest, with
 * its secret, and remove the others.
 */
async function leaveOne(context: IHookFunctions, address: string): Promise<void> {
	const twins = (await listRules(context)).filter((rule) => {
		const secret = secretOf(rule);
		return isMadeSecret(secret) && isAsWanted(rule, wantedRule(context, address, secret));
	});
	const [oldest, ...others] = twins.sort(isBefore);
	if (!oldest) return;
	await keepSecret(context, secretOf(oldest)!);
	for (const rule of others) await deleteRule(context, rule);
}

/**
 * Registers the node's webhook; rules that lead here but are not as wanted are replaced.
 *
 * @throws NodeApiError when all rules of the app are taken by others, and names them
 */
export async function register(context: IHookFunctions): Promise<boolean> {
	if (readSource(context) === 'dashboardWebhook') {
		await requireDashboardSecret(context);
		await removeFormerRules(context, await secretOfApp(context));
		forgetSecret(context);
		return true;
	}
	const address = webhookAddress(context);
	const rules = await listRules(context);
	const kept = await secretOfApp(context);
	const secret = kept ?? newSecret();
	const wanted = wantedRule(context, address, secret);
	const own = rules.filter((rule) => isOwn(rule, address, kept));
	const good = own.find((rule) => isAsWanted(rule, wanted));
	const outdated = own.filter((rule) => rule !== good);
	await keepSecret(context, secret);

	if (!good && rules.length >= MAX_POSTBACK_RULES) {
		const [first, ...others] = outdated;
		if (!first) throw noRoom(context, rules);
		await deleteRule(context, first);
		outdated.splice(0, outdated.length, ...others);
	}
	// Before the others go, so that no event falls between the two.
	if (!good) await addRule(context, wanted);
	for (const rule of outdated) await deleteRule(context, rule);
	if (!good) await leaveOne(context, address);
	return true;
}

/** A webhook of the dashboard has no rule, unless the node listened to postbacks before. */
async function removeFormerRules(context: IHookFunctions, secret?: string): Promise<void> {
	if (keptSecret(context) === undefined) return;
	const { dataExportApiKey } = await context.getCredentials<LeanplumCredential>(CREDENTIAL);
	// Without the key there is no way to remove a rule; what it still sends is answered with 403.
	if (dataExportApiKey?.trim()) await removeOwnRules(context, secret);
}

async function removeOwnRules(context: IHookFunctions, secret?: string): Promise<void> {
	const address = webhookAddress(context);
	const own = (await listRules(context)).filter((rule) => isOwn(rule, address, secret));
	for (const rule of own) await deleteRule(context, rule);
}

/**
 * Removes every rule that leads to the node; by the address alone, because n8n doesn't tell here whether
 * the workflow ends or only the wait for a test event. The secret stays, because Leanplum repeats what it
 * could not deliver for many hours, and the workflow may be on again by then.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	if (readSource(context) === 'dashboardWebhook') await removeFormerRules(context);
	else await removeOwnRules(context);
	return true;
}
