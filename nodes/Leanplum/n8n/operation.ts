import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ActionName } from '../protocol/catalogue';
import type { JsonObject } from '../protocol/json';
import type { ItemInput } from './itemInput';

/**
 * One operation of the node: what the user fills in, what is sent for it, what comes out. It knows
 * nothing of batches, retries or HTTP.
 */
export interface Operation {
	/** The stored value of the Operation drop-down. */
	readonly value: string;
	/** Its label. */
	readonly name: string;
	/** How the node panel words it, for example "Send message". */
	readonly action: string;
	readonly description: string;
	/** The action that it sends. */
	readonly sends: ActionName;
	/** Its fields, in order; which resource and operation they belong to is added later. */
	readonly fields: readonly INodeProperties[];
	/** Further entries of its Options collection, besides those that every operation has. */
	readonly options?: readonly INodeProperties[];
	/** Reads, whose answer is missing rather than skipped when Leanplum does not know the user. */
	readonly answersAboutUser?: boolean;
	/** Turns the parameters of one item into arguments; what is wrong is noted in `input`. */
	toArgs(input: ItemInput): JsonObject;
	/** Shapes what Leanplum answered to a call that was done; without it all of it comes out. */
	toOutput?(answer: IDataObject, input: ItemInput): IDataObject;
}

/** A resource of the node: a thing of Leanplum's with the operations on it. */
export interface Resource {
	readonly value: string;
	readonly name: string;
	readonly operations: readonly Operation[];
}
