import type { IExecuteFunctions } from 'n8n-workflow';
import type { LeanplumCredential } from '../protocol/action/keys';
import { CREDENTIAL, readCredential } from '../transport/credential';

/** So many items tell whether the credential depends on the item; n8n reads it from its database each time. */
const SAMPLES = 20;

/** The credential as it is for an item. */
async function credentialOf(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<LeanplumCredential> {
	return readCredential(await context.getCredentials<LeanplumCredential>(CREDENTIAL, itemIndex));
}

/** Whether fields of the credential are expressions that differ from item to item. */
async function dependsOnItem(
	context: IExecuteFunctions,
	items: readonly number[],
	first: string,
): Promise<boolean> {
	const step = Math.max(1, items.length / SAMPLES);
	const samples = Array.from(
		{ length: Math.min(SAMPLES, items.length) },
		(_, number) => items[Math.floor(number * step)]!,
	);
	// An expression that uses the item cannot be the same where there is no item.
	const nowhere = context.getInputData().length;
	try {
		for (const itemIndex of [nowhere, items.at(-1)!, ...samples]) {
			if (JSON.stringify(await credentialOf(context, itemIndex)) !== first) return true;
		}
		return false;
	} catch {
		return true;
	}
}

/** Items with the same credential. */
export interface CredentialGroup<Item> {
	readonly credential: LeanplumCredential;
	readonly items: readonly Item[];
}

/** Groups items by their credential, whose fields may be expressions. */
export async function groupByCredential<Item extends { readonly itemIndex: number }>(
	context: IExecuteFunctions,
	items: readonly Item[],
): Promise<Array<CredentialGroup<Item>>> {
	if (items.length === 0) return [];
	const credential = await credentialOf(context, items[0]!.itemIndex);
	const indices = items.map(({ itemIndex }) => itemIndex);
	if (!(await dependsOnItem(context, indices, JSON.stringify(credential)))) {
		return [{ credential, items }];
	}
	const groups = new Map<string, { credential: LeanplumCredential; items: Item[] }>();
	for (const item of items) {
		const own = await credentialOf(context, item.itemIndex);
		const key = JSON.stringify(own);
		const group = groups.get(key) ?? { credential: own, items: [] };
		group.items.push(item);
		groups.set(key, group);
	}
	return [...groups.values()];
}
