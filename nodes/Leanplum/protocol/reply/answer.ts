import { memberWithIdsAsText, setOwn, type JsonObject } from '../basics/json';
import type { ReplyElement } from './reply';

/** The fields of a reply that are about the request, not about its result. */
const ENVELOPE_FIELDS = new Set(['success', 'warning', 'error', 'reqId']);

/** What a reply says besides whether it was done. */
export function answerOf(reply: ReplyElement): JsonObject {
	const answer: JsonObject = {};
	for (const name of Object.keys(reply)) {
		const value = reply[name];
		if (ENVELOPE_FIELDS.has(name) || value === undefined) continue;
		setOwn(answer, name, memberWithIdsAsText(name, value));
	}
	return answer;
}
