import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { ask, askFailure } from '../n8n/ask';
import { CREDENTIAL } from '../n8n/credential';
import { isLoopback } from '../protocol/authorize';
import { isObject } from '../protocol/json';
import type { LeanplumCredential } from '../protocol/keys';
import { channelName } from '../protocol/postback';
import {
	addressOf,
	isAsWanted,
	leadsTo,
	MAX_POSTBACK_RULES,
	postbackUrl,
	secretOf,
	type PostbackRule,
	type WantedRule,
} from '../protocol/postbackRule';
import { listOf } from './filter';
import { dashboardSecret, keepSecret, keptSecret, MIN_SECRET_LENGTH, newSecret } from './secret';
import { readCollection, readSource } from './source';

const PURPOSE = 'Starting workflows on postbacks';

/** The app's rules, as Leanplum lists them. */
async function listRules(context: IHookFunctions): Promise<PostbackRule[]> {
	const outcome = await ask(context, { action: 'listPostbacks', purpose: PURPOSE });
	if (outcome.status !== 'done') {
		throw askFailure(context, outcome, 'The postback rules of the app cannot be listed');
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
	const outcome = await ask(context, {
		action: 'deletePostback',
		args: { postbackId },
		purpose: PURPOSE,
	});
	const isGone =
		outcome.status === 'done' ||
		(outcome.status === 'failed' && outcome.problem.kind === 'notFound');
	if (!isGone) throw askFailure(context, outcome, `Postback rule ${postbackId} cannot be removed`);
}

function webhookAddress(context: IHookFunctions): string {
	const address = context.getNodeWebhookUrl('default');
	if (!address) throw new NodeOperationError(context.getNode(), 'n8n gave the node no webhook URL');
	return address;
}

/** Leanplum is told of an address that it can never reach; nobody would notice that nothing comes. */
async function refuseUnreachable(context: IHookFunctions, address: string): Promise<void> {
	const { apiUrl } = await context.getCredentials<LeanplumCredential>(CREDENTIAL);
	if (!isLoopback(address) || isLoopback(apiUrl.trim())) return;
	throw new NodeOperationError(
		context.getNode(),
		`Leanplum cannot reach this n8n: its webhook address is ${new URL(address).origin}`,
		{
			description:
				'Set the environment variable WEBHOOK_URL of n8n to the address under which it is reached from the internet, then try again.',
			failure: { cause: 'configuration-invalid' },
		},
	);
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
function noRoom(context: IHookFunctions, rules: readonly PostbackRule[]): NodeOperationError {
	const listed = rules
		.map((rule) => `${rule.postbackId} (${rule.type}, to ${addressOf(rule)})`)
		.join('; ');
	return new NodeOperationError(
		context.getNode(),
		`Leanplum allows ${MAX_POSTBACK_RULES} postback rules for an app, and all are taken`,
		{
			description: `The rules are: ${listed}. Deactivate a workflow that one of them belongs to, or remove one with the Leanplum node (Postback → Delete, with its number). Listening for a test event takes a rule too, as long as it listens.`,
			failure: { cause: 'configuration-invalid' },
		},
	);
}

async function addRule(context: IHookFunctions, wanted: WantedRule): Promise<void> {
	const outcome = await ask(context, {
		action: 'addPostback',
		args: {
			type: wanted.type,
			postbackUrl: postbackUrl(wanted),
			...(wanted.channels.length > 0 ? { channels: [...wanted.channels] } : {}),
		},
		purpose: PURPOSE,
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
	throw askFailure(context, outcome, 'The postback cannot be registered');
}

/** A webhook of the dashboard is not registered; but without a secret it would be open to all. */
async function requireDashboardSecret(context: IHookFunctions): Promise<void> {
	if ((await dashboardSecret(context)) !== undefined) return;
	throw new NodeOperationError(
		context.getNode(),
		`The Leanplum credential needs a Webhook Secret of at least ${MIN_SECRET_LENGTH} characters`,
		{
			description:
				'Open the credential and enter a long random text as Webhook Secret, for example from a password manager. Then add the same text to the URL in the Leanplum dashboard, as ?secret=… or as the password.',
			failure: { cause: 'configuration-invalid' },
		},
	);
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
	const own = (await listRules(context)).filter((rule) => leadsTo(rule, address));
	const [rule] = own;
	if (!rule || own.length > 1) return false;
	const secret = keptSecret(context) ?? secretOf(rule);
	if (secret === undefined || !isAsWanted(rule, wantedRule(context, address, secret))) return false;
	keepSecret(context, secret);
	return true;
}

/**
 * Registers the node's webhook; rules that lead here but are not as wanted are replaced.
 *
 * @throws NodeOperationError when all rules of the app are taken by others, and names them
 */
export async function register(context: IHookFunctions): Promise<boolean> {
	if (readSource(context) === 'dashboardWebhook') {
		await requireDashboardSecret(context);
		await removeOwnRules(context);
		return true;
	}
	const address = webhookAddress(context);
	const rules = await listRules(context);
	const secret = keptSecret(context) ?? newSecret();
	const wanted = wantedRule(context, address, secret);
	const own = rules.filter((rule) => leadsTo(rule, address));
	const good = own.find((rule) => isAsWanted(rule, wanted));
	const outdated = own.filter((rule) => rule !== good);
	keepSecret(context, secret);

	if (!good && rules.length >= MAX_POSTBACK_RULES) {
		const [first, ...others] = outdated;
		if (!first) throw noRoom(context, rules);
		await deleteRule(context, first);
		outdated.splice(0, outdated.length, ...others);
	}
	// Before the others go, so that no event falls between the two.
	if (!good) await addRule(context, wanted);
	for (const rule of outdated) await deleteRule(context, rule);
	return true;
}

async function removeOwnRules(context: IHookFunctions): Promise<void> {
	// A webhook of the dashboard has none, unless the node listened to postbacks before.
	const mayHaveRules =
		readSource(context) !== 'dashboardWebhook' || keptSecret(context) !== undefined;
	if (!mayHaveRules) return;
	const address = webhookAddress(context);
	const own = (await listRules(context)).filter((rule) => leadsTo(rule, address));
	for (const rule of own) await deleteRule(context, rule);
}

/**
 * Removes every rule that leads to the node. The secret stays, because Leanplum repeats what it could
 * not deliver for many hours, and the workflow may be on again by then.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	await removeOwnRules(context);
	return true;
}
