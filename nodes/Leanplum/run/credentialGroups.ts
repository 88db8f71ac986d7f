import type { IExecuteFunctions } from 'n8n-workflow';
import type { Explanation } from '../operation/explain';
import type { Operation } from '../operation/operation';
import type { KeyClass, LeanplumCredential } from '../protocol/action/keys';
import { CREDENTIAL, credentialObjection, readCredential } from '../transport/credential';

/** What n8n resolves a credential with. It lies in the context of a run, beside what is published. */
interface Resolver {
	readonly workflow: {
		readonly expression: { getParameterValue(fields: unknown, ...others: unknown[]): unknown };
	};
}

/** Items with the same credential. */
export interface CredentialGroup<Item> {
	readonly items: Item[];
	/** The credential, or why these items have none. */
	readonly credential: LeanplumCredential | Explanation;
}

/** Whether items have no credential. */
export function isMissing(credential: LeanplumCredential | Explanation): credential is Explanation {
	return 'message' in credential;
}

async function credentialOf(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<LeanplumCredential | Explanation> {
	try {
		return readCredential(await context.getCredentials<LeanplumCredential>(CREDENTIAL, itemIndex));
	} catch (error) {
		return {
			message: `n8n couldn't load the Leanplum credential for this item: ${(error as Error).message}`,
			description: 'Nothing was sent for this item. Check the expressions in the credential.',
			failure: { cause: 'credential-invalid' },
		};
	}
}

/**
 * The credential when it is the same for every item, because none of its fields is an expression. n8n
 * gives only what the fields come to, but it resolves them with the workflow of the context, which is
 * watched here. `undefined` also where nothing is seen of it.
 */
async function credentialOfAll(
	context: IExecuteFunctions & Partial<Resolver>,
	itemIndex: number,
): Promise<LeanplumCredential | Explanation | undefined> {
	const { workflow } = context;
	if (!workflow) return undefined;
	let fields: unknown;
	const getParameterValue = (value: unknown, ...others: unknown[]) => {
		fields ??= value;
		return workflow.expression.getParameterValue(value, ...others);
	};
	const expression: unknown = Object.create(workflow.expression, {
		getParameterValue: { value: getParameterValue },
	});
	const watched: unknown = Object.create(workflow, { expression: { value: expression } });
	const credential = await credentialOf(
		Object.create(context, { workflow: { value: watched } }) as IExecuteFunctions,
		itemIndex,
	);
	return fields === undefined || /"=/.test(JSON.stringify(fields)) ? undefined : credential;
}

/** Why nothing can be sent for the items of a group, if nothing can. */
export function objectionTo(
	{ credential, items }: CredentialGroup<{ readonly key: KeyClass }>,
	{ action }: Operation,
): Explanation | undefined {
	if (isMissing(credential)) return credential;
	return credentialObjection(
		credential,
		`"${action}"`,
		items.map(({ key }) => key),
	);
}

/** Groups items by their credential, whose fields may be expressions. */
export async function groupByCredential<Item extends { readonly itemIndex: number }>(
	context: IExecuteFunctions,
	items: readonly Item[],
): Promise<Array<CredentialGroup<Item>>> {
	if (items.length === 0) return [];
	// n8n reads it from its database each time.
	const ofAll = await credentialOfAll(context, items[0]!.itemIndex);
	if (ofAll) return [{ credential: ofAll, items: [...items] }];
	const groups = new Map<string, CredentialGroup<Item>>();
	for (const item of items) {
		const credential = await credentialOf(context, item.itemIndex);
		const key = JSON.stringify(credential);
		const group = groups.get(key) ?? { credential, items: [] };
		group.items.push(item);
		groups.set(key, group);
	}
	return [...groups.values()];
}
