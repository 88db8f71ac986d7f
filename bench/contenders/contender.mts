import type { IDataObject } from 'n8n-workflow';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys.ts';
import type { ItemWorkload } from '../workloads/workload.mts';

/** One way to get a workload's items to Leanplum. */
export interface Contender {
	/**
	 * Whether it sends anything. One that does not shows what the engine costs for the same items, and
	 * loses none.
	 */
	readonly sends: boolean;
	/**
	 * Carries out a workload.
	 *
	 * @returns what holds the items that came out
	 * @throws Error when it stopped instead of carrying out or refusing each item
	 */
	run(
		workload: ItemWorkload,
		items: readonly IDataObject[],
		credential: LeanplumCredential,
	): Promise<unknown>;
}

export const CONTENDERS = [
	'leanplum',
	'http',
	'httpInLoop',
	'limit',
	'helper',
	'editFields',
] as const;

export type ContenderId = (typeof CONTENDERS)[number];

export const TITLES: Readonly<Record<ContenderId, string>> = {
	leanplum: 'This node',
	http: 'HTTP Request node, default settings',
	httpInLoop: 'HTTP Request node, one at a time',
	limit: 'The limit: bare client, no n8n',
	helper: "The same through n8n's HTTP helper",
	editFields: 'Edit Fields node, sends nothing',
};
