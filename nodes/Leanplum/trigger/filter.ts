import type { PostbackFields } from '../protocol/postback';
import { channelName, eventName } from '../protocol/postback';

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

/** Whether a postback is one of those that the user wants; a filter that is empty lets all through. */
export function isWanted(fields: PostbackFields, filters: Record<string, unknown>): boolean {
	const aboutMessage = 'event' in fields;
	return aboutMessage
		? fits(fields.channel, filters.channels, channelName) &&
				fits(fields.event, filters.events, eventName) &&
				fits(fields.messageId, filters.messageIds, asIs)
		: fits(fields.abTestId, filters.abTestIds, asIs);
}
