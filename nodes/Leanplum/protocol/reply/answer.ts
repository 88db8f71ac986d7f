import type { IDataObject } from 'n8n-workflow';
import { memberWithIdsAsText, setOwn } from '../basics/json';
import type { ReplyElement } from './reply';

/** The fields of a reply that are about the request, not about its result. */
const ENVELOPE_FIELDS = new Set(['success', 'warning', 'error', 'reqId']);

/** What a reply says besides whether it was done. */
export function answerOf(reply: ReplyElement): IDataObject {
	const answer: IDataObject = {};
	for (const [name, value] of Object.entries(reply)) {
		if (ENVELOPE_FIELDS.has(name) || value === undefined) continue;
		setOwn(answer, name, memberWithIdsAsText(name, value));
	}
	return answer;
}
