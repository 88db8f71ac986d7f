import type { IDataObject } from 'n8n-workflow';
import { withIdsAsText } from '../protocol/json';
import type { ReplyElement } from '../protocol/reply';

/** The fields of a reply that are about the request, not about its result. */
const ENVELOPE_FIELDS = new Set(['success', 'warning', 'error', 'reqId']);

/** What a reply says besides whether it was done. */
export function answerOf(reply: ReplyElement): IDataObject {
	const names = Object.keys(reply).filter(
		(name) => !ENVELOPE_FIELDS.has(name) && reply[name] !== undefined,
	);
	if (names.length === 0) return {};
	const entries = names.map((name) => [name, reply[name]]);
	return withIdsAsText(Object.fromEntries(entries)) as IDataObject;
}
