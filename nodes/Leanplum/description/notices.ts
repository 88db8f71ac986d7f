import type { INodeProperties } from 'n8n-workflow';
import { CATALOGUE } from '../protocol/action/catalogue';
import { KEYS } from '../protocol/action/keys';
import { isTask, offersPreview, type Operation } from '../operation/operation';

/** What a user has to know before an operation runs: what it needs, costs, and cannot take back. */
function sentencesFor(operation: Operation): string[] {
	// Whoever names the action chooses its key; and every credential has the production key.
	const key = operation.sends === undefined ? 'production' : CATALOGUE[operation.sends].key;
	return [
		...(operation.cannotBeUndone
			? [
					operation.cannotBeUndone,
					...(offersPreview(operation)
						? ['To see what would be sent, switch on <b>Preview Only</b> under Options.']
						: []),
				]
			: []),
		...(key === 'production' ? [] : [`Needs the <b>${KEYS[key].label}</b> in the credential.`]),
		...(!isTask(operation) && operation.answersAboutUser
			? ['Each user counts as a billed lookup in Leanplum.']
			: []),
	];
}

/** A note above the fields of an operation, where there is something to know; empty otherwise. */
export function noticesFor(operation: Operation): INodeProperties[] {
	const sentences = sentencesFor(operation);
	if (sentences.length === 0) return [];
	return [
		{ displayName: sentences.join(' '), name: 'operationNotice', type: 'notice', default: '' },
	];
}
