import { createHash } from 'crypto';
import { isObject, parseJson, setOwn } from '../basics/json';
import { PLACEHOLDERS, POSTBACK_CHANNELS, type PostbackType } from './postbackRule';

/** The events of messages, over all channels (D:addPostback). */
export const MESSAGE_EVENTS = [
	'Accept',
	'Bounce',
	'Click',
	'Deferred',
	'Delivered',
	'Dropped',
	'Held Back',
	'Marked as Spam',
	'Open',
	'Select',
	'Select Button 1',
	'Select Button 2',
	'Sent',
	'Submit',
	'Unsubscribe',
	'View',
] as const;

/** What a postback says, in clean fields; what it leaves open is `null`. */
export interface PostbackFields {
	userId: string | null;
	deviceId: string | null;
	/** One of `MESSAGE_EVENTS`, or as Leanplum gave it. */
	event?: string | null;
	channel?: string | null;
	messageId?: string | null;
	/** Only in-app messages have one. */
	templateName?: string | null;
	abTestId?: string | null;
	variantId?: string | null;
	/** When it happened, as ISO 8601 in UTC. */
	triggeredAt: string | null;
	parameters?: Record<string, unknown>;
	/** The same for each delivery of the same event. */
	deliveryId: string;
}

export interface Postback {
	readonly fields: PostbackFields;
	/** What could not be read; empty when all is well. */
	readonly warnings: readonly string[];
}

const comparable = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Leanplum's own example says "Send" where its list says "Sent" (D:addPostback); people say "Opened". */
const ALSO_CALLED: Readonly<Record<string, string>> = {
	send: 'sent',
	accepted: 'accept',
	bounced: 'bounce',
	clicked: 'click',
	opened: 'open',
	selected: 'select',
	selectedbutton1: 'selectbutton1',
	selectedbutton2: 'selectbutton2',
	submitted: 'submit',
	unsubscribed: 'unsubscribe',
	viewed: 'view',
};

function nameIn(names: readonly string[], given: string): string {
	const known = [given, ...decodings(given)].map((text) => {
		const wanted = ALSO_CALLED[comparable(text)] ?? comparable(text);
		return names.find((name) => comparable(name) === wanted);
	});
	return known.find(Boolean) ?? given;
}

/** An event by the name under which users choose it; capitals, spaces, and tenses do not matter. */
export const eventName = (given: string): string => nameIn(MESSAGE_EVENTS, given);

/** A channel by its documented name. */
export const channelName = (given: string): string => nameIn(POSTBACK_CHANNELS, given);

/** A value of the query as text, as it is; a placeholder that was left in place counts as empty. */
function textOf(value: unknown): string | undefined {
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	return text === '' || /^\{\{.*\}\}$/.test(text) ? undefined : value;
}

// 10^11 milliseconds is 1973; 10^11 seconds is the year 5138.
const FIRST_MILLISECONDS = 1e11;

/** Milliseconds since 1970, unlike every other time of Leanplum's API (D:addPostback); seconds show by their size. */
function isoOf(digits: string): string | undefined {
	const number = /^\d{9,}$/.test(digits) ? Number(digits) : Number.NaN;
	const date = new Date(number < FIRST_MILLISECONDS ? number * 1000 : number);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A value of `Parameters`, which is URL-encoded by itself (D:addPostback). */
function decoded(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return decodeURIComponent(value.replace(/\+/g, ' '));
	} catch {
		return value;
	}
}

/** Servers on the way may each encode the whole once more; no more than so many. */
const MOST_DECODINGS = 3;

/** A text decoded once, twice, and so on. */
function decodings(text: string, most = MOST_DECODINGS): string[] {
	const next = String(decoded(text));
	return most === 0 || next === text ? [] : [next, ...decodings(next, most - 1)];
}

function parametersOf(text: string): Record<string, unknown> | undefined {
	const parsed = [text, ...decodings(text)].map(parseJson).find(isObject);
	if (!parsed) return undefined;
	const parameters: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(parsed)) setOwn(parameters, name, decoded(value));
	return parameters;
}

/** The same for repetitions of a delivery, which differ in nothing; another for anything else. */
function deliveryIdOf(type: PostbackType, query: Readonly<Record<string, unknown>>): string {
	const parts = Object.keys(PLACEHOLDERS[type]).map((name) => query[name] ?? '');
	return createHash('sha256')
		.update(JSON.stringify([type, ...parts]))
		.digest('hex')
		.slice(0, 32);
}

/** The parameters of a postback's URL, and what was wrong with those that were taken. */
class PostbackQuery {
	readonly warnings: string[] = [];

	constructor(private readonly query: Readonly<Record<string, unknown>>) {}

	/** A parameter as it is; `null` when it is empty. */
	text(name: string): string | null {
		const value = this.query[name];
		if (value !== undefined && typeof value !== 'string') {
			this.warnings.push(`"${name}" is not a single value`);
		}
		return textOf(value) ?? null;
	}

	/** A parameter without the blanks around it. */
	trimmed(name: string): string | null {
		return this.text(name)?.trim() ?? null;
	}

	/** A parameter that every postback of its type has. */
	expected(name: string, warning: string): string | null {
		const value = this.trimmed(name);
		if (value === null) this.warnings.push(warning);
		return value;
	}
}

/** Whom it is about and when it happened. */
function commonFields(query: PostbackQuery) {
	const userId = query.text('userId');
	const deviceId = query.text('deviceId');
	if (userId === null && deviceId === null) {
		query.warnings.push('it has no user or device');
	}
	const time = query.trimmed('time') ?? '';
	const triggeredAt = isoOf(time) ?? null;
	if (triggeredAt === null) query.warnings.push(`its time "${time}" isn't valid`);
	return { userId, deviceId, triggeredAt };
}

function abTestFields(query: PostbackQuery) {
	return {
		abTestId: query.expected('abTestId', 'it names no A/B test'),
		variantId: query.trimmed('variantId'),
	};
}

function messageFields(query: PostbackQuery) {
	const event = query.expected('event', 'it names no event');
	const messageId = query.expected('messageId', 'it names no message');
	const channel = query.trimmed('channel');
	const parameters = parametersOf(query.text('parameters') ?? '{}');
	if (parameters === undefined) query.warnings.push("its parameters aren't a JSON object");
	return {
		event: event === null ? null : eventName(event),
		channel: channel === null ? null : channelName(channel),
		messageId,
		templateName: query.trimmed('templateName'),
		parameters: parameters ?? {},
	};
}

/**
 * Reads a postback; whatever it lacks, the rest of it is read.
 *
 * @param given the parameters of its URL, decoded once, as `postbackUrl` names them
 */
export function readPostback(
	type: PostbackType,
	given: Readonly<Record<string, unknown>>,
): Postback {
	const query = new PostbackQuery(given);
	const { triggeredAt, ...ids } = commonFields(query);
	const own = type === 'abTestEvents' ? abTestFields(query) : messageFields(query);
	const fields = { ...ids, ...own, triggeredAt, deliveryId: deliveryIdOf(type, given) };
	return { fields, warnings: query.warnings };
}
