import type { PostbackFields } from '../protocol/postback/postback';
import { channelName, eventName } from '../protocol/postback/postback';
import { POSTBACK_CHANNELS } from '../protocol/postback/postbackRule';

/** A list that comes from a multi-select, or as text with commas from an expression. */
export function listOf(value: unknown): string[] {
	const entries: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return entries.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}

function fits(
	value: string | null | undefined,
	wanted: unknown,
	name: (given: string) => string,
): boolean {
	const names = listOf(wanted);
	return names.length === 0 || (typeof value === 'string' && names.map(name).includes(value));
}

const asIs = (given: string) => given;

/**
 * Leanplum itself limits a rule to channels. This only keeps out what a rule with other channels still
 * sends; what Leanplum calls a channel there is not documented, so an unknown name passes.
 */
function fitsChannel(channel: string | null | undefined, wanted: unknown): boolean {
	const isKnown = (POSTBACK_CHANNELS as readonly unknown[]).includes(channel);
	return !isKnown || fits(channel, wanted, channelName);
}

/**
 * Whether a postback is one of those that the user wants; a filter that is empty lets all through.
 *
 * @param events the wanted events of messages
 */
export function isWanted(
	fields: PostbackFields,
	events: unknown,
	filters: Record<string, unknown>,
): boolean {
	const aboutMessage = 'event' in fields;
	return aboutMessage
		? fitsChannel(fields.channel, filters.channels) &&
				fits(fields.event, events, eventName) &&
				fits(fields.messageId, filters.messageIds, asIs)
		: fits(fields.abTestId, filters.abTestIds, asIs);
}
