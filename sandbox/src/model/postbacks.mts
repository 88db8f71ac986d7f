import { toJson } from '../basics/int64.mjs';
import type { App } from './app.mjs';
import { POSTBACK_CHANNELS, type PostbackRule, type PostbackType } from './postback-rule.mjs';

/** Names that postback URLs can carry in double braces (OAS addPostback). */
const PLACEHOLDERS = [
	'User ID',
	'Device ID',
	'Trigger time',
	'Message ID',
	'Message event',
	'Message channel',
	'Template name',
	'Parameters',
	'AB test ID',
	'Variant ID',
] as const;

type PlaceholderValues = Partial<Record<(typeof PLACEHOLDERS)[number], string>>;

/** URL-encoded text; half a surrogate pair, which has no UTF-8, becomes a replacement character. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

/**
 * The URL of one postback. Placeholders must match exactly, capitals and spaces included; those
 * without a value become empty.
 */
export function expandTemplate(template: string, values: PlaceholderValues): string {
	return PLACEHOLDERS.reduce(
		(url, name) => url.replaceAll(`{{${name}}}`, encoded(values[name] ?? '')),
		template,
	);
}

/** Parameters as JSON in which each value is URL-encoded (OAS). */
function encodedParameters(parameters: Record<string, unknown>): string {
	const entries = Object.entries(parameters).map(([name, value]) => [
		name,
		encoded(typeof value === 'string' ? value : toJson(value)),
	]);
	return JSON.stringify(Object.fromEntries(entries));
}

function trigger(
	app: App,
	type: PostbackType,
	fits: (rule: PostbackRule) => boolean,
	values: PlaceholderValues,
): void {
	const { postbackTimeoutMs, postbackRetryMs } = app.settings();
	for (const rule of app.postbacks.values()) {
		if (rule.type !== type || !fits(rule)) continue;
		app.outside.post({
			appId: app.appId,
			kind: 'postback',
			url: expandTemplate(rule.postbackUrl, values),
			retry: true,
			timeoutMs: postbackTimeoutMs,
			retryMs: postbackRetryMs,
		});
	}
}

/** What happened to a message on a device. */
export interface MessageEvent {
	userId: string;
	deviceId: string | undefined;
	messageId: string;
	channel: string;
	/** "Sent", "Open" and so on. */
	event: string;
	templateName: string | undefined;
	parameters: Record<string, unknown>;
	/** Epoch seconds. */
	time: number;
}

/** Postbacks give times in milliseconds, unlike everything else in the API. */
const triggerTime = (seconds: number): string => String(Math.round(seconds * 1000));

/** Tells the rules of the app that something happened to a message. */
export function postMessageEvent(app: App, event: MessageEvent): void {
	if (!POSTBACK_CHANNELS.some((channel) => channel === event.channel)) return;
	trigger(
		app,
		'messageEvents',
		({ channels }) => channels === undefined || channels.includes(event.channel),
		{
			'User ID': event.userId,
			'Device ID': event.deviceId ?? '',
			'Trigger time': triggerTime(event.time),
			'Message ID': event.messageId,
			'Message event': event.event,
			'Message channel': event.channel,
			'Template name': event.templateName ?? '',
			Parameters: encodedParameters(event.parameters),
		},
	);
}

/** Tells the rules of the app that a user was sorted into a variant; `time` in epoch seconds. */
export function postAbTestEvent(
	app: App,
	entry: {
		userId: string;
		deviceId: string | undefined;
		abTestId: string;
		variantId: string;
		time: number;
	},
): void {
	trigger(app, 'abTestEvents', () => true, {
		'User ID': entry.userId,
		'Device ID': entry.deviceId ?? '',
		'Trigger time': triggerTime(entry.time),
		'AB test ID': entry.abTestId,
		'Variant ID': entry.variantId,
	});
}
