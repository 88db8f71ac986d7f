import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { ActionName } from '../protocol/action/catalogue';
import { isObject, type JsonObject } from '../protocol/basics/json';
import { withoutSecret } from '../protocol/postback/postbackRule';
import { ask, askFailure } from '../transport/ask';

/** Long lists freeze the editor; the search finds the rest. */
const PAGE_SIZE = 100;

type Entry = Record<string, unknown>;

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
		otherwise: 'Or enter the ID without the list.',
	});
	if ('reply' in outcome) return outcome.reply;
	throw askFailure(context, outcome);
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

/** One page of what matches the search; `paginationToken` is where the next one begins. */
function page(
	items: INodeListSearchItems[],
	filter: string | undefined,
	paginationToken: string | undefined,
): INodeListSearchResult {
	const wanted = filter?.trim().toLowerCase() ?? '';
	const found = items.filter(
		({ name, value }) => name.toLowerCase().includes(wanted) || String(value) === wanted,
	);
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
	const items = (await messagesOf(this, 'messages')).map((message) => ({
		name: label(message, message.messageType, message.state),
		value: text(message.id),
	}));
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
	return (await messagesOf(this, 'messages')).map((message) => ({
		name: label(message, message.messageType, message.state),
		value: text(message.id),
	}));
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
