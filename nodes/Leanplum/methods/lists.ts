import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
	NodeApiError,
} from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { ActionName } from '../protocol/action/catalogue';
import { isObject, type JsonObject } from '../protocol/basics/json';
import { withoutSecret } from '../protocol/postback/postbackRule';
import { explain } from '../operation/explain';
import type { Outcome } from '../protocol/reply/outcome';
import { ask, askError } from '../transport/ask';

/** Long lists freeze the editor; the search finds the rest. */
const PAGE_SIZE = 100;

type Entry = Record<string, unknown>;

const WITHOUT_LIST = 'Or enter the ID without the list.';

/** The error of a list: nothing was to be sent, and nobody has to run the workflow again. */
function listError(context: ILoadOptionsFunctions, what: string, outcome: Outcome): NodeApiError {
	const { message, description, failure } =
		'problem' in outcome
			? explain(outcome.problem)
			: { message: `Leanplum did nothing: ${outcome.warning ?? ''}`, description: '' };
	const mayPass = ['rate-limited', 'temporarily-unavailable'].includes(failure?.cause ?? '');
	const isRefused = 'problem' in outcome && outcome.problem.kind === 'refused';
	const remedy = isRefused ? '' : description;
	return askError(context, {
		message: `Couldn't load the list of ${what}: ${message.replace(', so nothing was sent', '')}`,
		description: [mayPass ? 'Open the list again in a minute.' : remedy, WITHOUT_LIST]
			.filter(Boolean)
			.join(' '),
		...(failure ? { failure } : {}),
	});
}

/** Asks Leanplum for what a list is made of. */
async function answerTo(
	context: ILoadOptionsFunctions,
	what: string,
	action: ActionName,
	args: JsonObject = {},
): Promise<Record<string, unknown>> {
	const outcome = await ask(context, {
		action,
		args,
		purpose: `The list of ${what}`,
		otherwise: WITHOUT_LIST,
	});
	if ('reply' in outcome) return outcome.reply;
	throw listError(context, what, outcome);
}

function entries(value: unknown): Entry[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: unknown): string {
	return value === undefined || value === null ? '' : String(value);
}

/** An entry's name followed by what else tells it from others. */
function label(entry: Entry, ...details: unknown[]): string {
	const known = details.map(text).filter((detail) => detail !== '');
	const name = text(entry.name) || text(entry.id);
	return known.length > 0 ? `${name} (${known.join(', ')})` : name;
}

function newestFirst(a: Entry, b: Entry): number {
	return Number(b.created ?? 0) - Number(a.created ?? 0);
}

/** The day of a time in epoch seconds. */
function dayOf(seconds: unknown): string {
	return typeof seconds === 'number'
		? DateTime.fromSeconds(seconds, { zone: 'utc' }).toISODate()!
		: '';
}

/** How often each text occurs. */
function timesOf(texts: readonly string[]): ReadonlyMap<string, number> {
	const times = new Map<string, number>();
	for (const one of texts) times.set(one, (times.get(one) ?? 0) + 1);
	return times;
}

/**
 * Messages to pick; those with the same label also show day, campaign and ID. What tells them apart stands
 * first, for n8n cuts off what is wider than its list.
 */
function messageItems(
	messages: readonly Entry[],
	labelOf = (message: Entry) => label(message, message.messageType, message.state),
): INodeListSearchItems[] {
	const labels = messages.map(labelOf);
	const details = messages.map(({ campaignName, created }) =>
		[dayOf(created), text(campaignName)].filter((part) => part !== ''),
	);
	const detailed = labels.map((own, index) => [own, ...details[index]!].join(' · '));
	const times = timesOf(labels);
	const timesDetailed = timesOf(detailed);
	return messages.map(({ id }, index) => {
		const own = labels[index]!;
		const known = detailed[index]!;
		const value = text(id);
		if (times.get(own) === 1) return { name: own, value };
		const isDistinct = timesDetailed.get(known) === 1;
		const parts = isDistinct ? [known, `ID ${value}`] : [own, `ID ${value}`, ...details[index]!];
		return { name: parts.join(' · '), value };
	});
}

/** Why Leanplum would not send a message, or `undefined` when it can (SEED1, D:sendMessage). */
function objectionToSending({ active, messageType, state }: Entry): string | undefined {
	if (/^in-?app/i.test(text(messageType))) return "in-app messages can't be sent";
	if (active === true || state === 'active') return undefined;
	return state === 'finished' ? 'finished' : 'not started';
}

/** What a search asks for: words in any order, or the ID in an address of the dashboard. */
function wordsOf(filter: string | undefined): string[] {
	const wanted = filter?.trim().toLowerCase() ?? '';
	const idInUrl = /^(?:https?:|www\.)/.test(wanted) ? wanted.match(/\d{6,}/g)?.at(-1) : undefined;
	return idInUrl === undefined ? wanted.split(/\s+/) : [idInUrl];
}

/** One page of what matches the search; `paginationToken` is where the next one begins. */
function page(
	items: INodeListSearchItems[],
	filter: string | undefined,
	paginationToken: string | undefined,
): INodeListSearchResult {
	const words = wordsOf(filter);
	const found = items.filter(({ name, value }) => {
		const searched = `${name} ${value}`.toLowerCase();
		return words.every((word) => searched.includes(word));
	});
	const start = Number(paginationToken ?? 0);
	const end = start + PAGE_SIZE;
	return {
		results: found.slice(start, end),
		...(end < found.length ? { paginationToken: String(end) } : {}),
	};
}

async function messagesOf(context: ILoadOptionsFunctions, what: string): Promise<Entry[]> {
	const answer = await answerTo(context, what, 'getMessages', { recent: false });
	return entries(answer.messages).sort(newestFirst);
}

async function abTestsOf(context: ILoadOptionsFunctions, what: string): Promise<Entry[]> {
	const answer = await answerTo(context, what, 'getAbTests', { recent: false });
	return entries(answer.abTests).sort(newestFirst);
}

export async function searchMessages(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return page(messageItems(await messagesOf(this, 'messages')), filter, paginationToken);
}

/** The messages that can be sent, and behind them the others with what stands against it. */
export async function searchMessagesToSend(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const messages = await messagesOf(this, 'messages');
	const canBeSent = (message: Entry) => objectionToSending(message) === undefined;
	const items = [
		...messageItems(messages.filter(canBeSent), (message) => label(message, message.messageType)),
		...messageItems(
			messages.filter((message) => !canBeSent(message)),
			(message) => `${label(message, message.messageType)} – ${objectionToSending(message)}`,
		),
	];
	return page(items, filter, paginationToken);
}

/** Leanplum lists no campaigns; those that have messages are found through these. */
export async function searchCampaigns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const campaigns = new Map<string, string>();
	for (const { campaignID, campaignName } of await messagesOf(this, 'campaigns')) {
		const id = text(campaignID);
		if (id !== '' && !campaigns.has(id)) campaigns.set(id, text(campaignName) || id);
	}
	const items = [...campaigns].map(([value, name]) => ({ name, value }));
	return page(items, filter, paginationToken);
}

export async function searchAbTests(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const items = (await abTestsOf(this, 'A/B tests')).map((test) => ({
		name: label(test, test.state),
		value: text(test.id),
	}));
	return page(items, filter, paginationToken);
}

export async function searchVariants(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const items = (await abTestsOf(this, 'variants')).flatMap((test) =>
		entries(test.variants).map((variant) => ({
			name: label(variant, `A/B test ${text(test.name)}`, test.state),
			value: text(variant.id),
		})),
	);
	return page(items, filter, paginationToken);
}

export async function searchPostbacks(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const answer = await answerTo(this, 'postbacks', 'listPostbacks');
	const items = entries(answer.postbacks).map(({ postbackId, type, postbackUrl }) => ({
		name: `${text(type)}: ${withoutSecret(text(postbackUrl))}`,
		value: text(postbackId),
	}));
	return page(items, filter, paginationToken);
}

export async function searchAndroidChannels(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const answer = await answerTo(this, 'Android channels', 'getAndroidNotificationChannels');
	const items = entries(answer.notificationChannels).map((channel) => ({
		name: label(channel, channel.id, channel.default === true ? 'default' : ''),
		value: text(channel.id),
	}));
	return page(items, filter, paginationToken);
}

/** The messages, for fields that take several. */
export async function getMessages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return messageItems(await messagesOf(this, 'messages'));
}

/** The A/B tests, for fields that take several. */
export async function getAbTests(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return (await abTestsOf(this, 'A/B tests')).map((test) => ({
		name: label(test, test.state),
		value: text(test.id),
	}));
}

/** The unsubscribe categories, by name. */
export async function getUnsubscribeCategories(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const answer = await answerTo(this, 'unsubscribe categories', 'getUnsubscribeCategories');
	return entries(answer.categories).map((category) => ({
		name: label(category),
		value: text(category.id),
		description: text(category.description),
	}));
}

/** Leanplum lists no variables; those that an A/B test changes are found through it. */
export async function getVariableNames(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const names = new Set(
		(await abTestsOf(this, 'variables'))
			.flatMap((test) => entries(test.variants))
			.flatMap((variant) => entries(variant.variables))
			.map(({ name }) => text(name)),
	);
	return [...names].sort().map((name) => ({ name, value: name }));
}
