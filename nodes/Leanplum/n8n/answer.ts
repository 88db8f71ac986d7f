import type { IDataObject } from 'n8n-workflow';
import { withIdsAsText } from '../protocol/json';
import type { ReplyElement } from '../protocol/reply';

/** The fields of a reply that are about the request, not about its result. */
const ENVELOPE_FIELDS = new Set(['success', 'warning', 'error', 'reqId']);

/** What a reply says besides whether it was done. */
export function answerOf(reply: ReplyElement): IDataObject {
	const entries = Object.entries(reply).filter(
		([name, value]) => !ENVELOPE_FIELDS.has(name) && value !== undefined,
	);
	return withIdsAsText(Object.fromEntries(entries)) as IDataObject;
}
