import type { INodeProperties } from 'n8n-workflow';
import { CATALOGUE } from '../protocol/action/catalogue';
import { KEYS } from '../protocol/action/keys';
import { isTask, offersPreview, type Operation } from '../operation/operation';

/** What of an operation cannot be undone, and how to look before; yellow is kept for this. */
export function noticesFor(operation: Operation): INodeProperties[] {
	if (!operation.cannotBeUndone) return [];
	const sentences = [
		operation.cannotBeUndone,
		...(offersPreview(operation)
			? ['To check what would be sent, turn on <b>Preview Only</b> under Options.']
			: []),
	];
	return [
		{ displayName: sentences.join(' '), name: 'operationNotice', type: 'notice', default: '' },
	];
}

/** What an operation needs and costs, as a hint below its first field; n8n has none for an operation. */
export function hintFor(operation: Operation): string | undefined {
	// Whoever names the action chooses its key; and every credential has the production key.
	const key = operation.sends === undefined ? 'production' : CATALOGUE[operation.sends].key;
	const isRead = !isTask(operation) && operation.answersAboutUser;
	const sentences = [
		...(key === 'production' ? [] : [`Requires the ${KEYS[key].label} in your credential`]),
		...(isRead ? ['Each user is a billed lookup in Leanplum'] : []),
	];
	return sentences.length > 0 ? sentences.join('. ') : undefined;
}
