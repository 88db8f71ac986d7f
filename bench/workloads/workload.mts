import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { JsonObject } from '../../nodes/Leanplum/protocol/basics/json.ts';
import type { AdminClient } from 'leanplum-sandbox/client';

/** What a workload did to the sandbox, beside what it should have done. */
export interface Effect {
	/** Items of which nothing is found. */
	lost: number;
	/** Items that were carried out more than once. */
	doubled: number;
}

/** Many items of which each is one action of Leanplum's. */
export interface ItemWorkload {
	readonly title: string;
	readonly items: number;
	readonly users: number;
	/** The item with this number, from 0. */
	item(index: number): IDataObject;
	/** The action of each item. */
	readonly action: string;
	/** The action's arguments for an item; for the contenders without this node. */
	args(item: IDataObject): JsonObject & { userId: string };
	/** The same as the body of an HTTP Request node, which is an expression. */
	readonly body: string;
	/** The parameters of this node. */
	readonly parameters: INodeParameters;
	/** The expressions in these parameters, for the Edit Fields node. */
	readonly expressions: readonly string[];
	/** Prepares the app. */
	prepare?(admin: AdminClient, appId: string): Promise<void>;
	/** Compares what the sandbox holds with what `count` items should have done. */
	inspect(admin: AdminClient, appId: string, count: number): Promise<Effect>;
}

/** Leanplum's limits for one request in JSON `multi` (https://docs.leanplum.com/reference/multi-json). */
export const REQUEST_LIMITS = { users: 50, actions: 500 };

/** The fewest requests and the fewest billed users that a workload can do with. */
export function lowerBound({ items, users }: ItemWorkload): {
	requests: number;
	billedUsers: number;
} {
	return {
		requests: Math.max(
			Math.ceil(users / REQUEST_LIMITS.users),
			Math.ceil(items / REQUEST_LIMITS.actions),
		),
		billedUsers: users,
	};
}

/** Calls something for many keys, a few at a time. */
export async function forEach<Key>(
	keys: readonly Key[],
	call: (key: Key, index: number) => Promise<void>,
): Promise<void> {
	const waiting = keys.entries();
	const work = async () => {
		for (const [index, key] of waiting) await call(key, index);
	};
	await Promise.all(Array.from({ length: 8 }, work));
}
