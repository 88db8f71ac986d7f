import type { IBinaryData, IDataObject, INodeProperties } from 'n8n-workflow';
import { CATALOGUE, type ActionName, type ActionSpec } from '../protocol/action/catalogue';
import type { JsonObject } from '../protocol/basics/json';
import type { KeyClass } from '../protocol/action/keys';
import type { Explanation } from './explain';
import type { ItemInput } from './itemInput';
import type { TaskTools } from './taskTools';

interface OperationBase {
	/** The stored value of the Operation drop-down. */
	readonly value: string;
	/** Its label. */
	readonly name: string;
	/** How the node panel words it, for example "Send message". */
	readonly action: string;
	readonly description: string;
	/** What of it cannot be taken back, in a sentence, for a note above its fields. */
	readonly cannotBeUndone?: string;
	/** The action that it sends, or the first of them. */
	readonly sends: ActionName;
	/**
	 * The keys of its output besides `status` and the IDs of the user: a failed item has them too, so that
	 * the nodes behind it find every column.
	 */
	readonly outputKeys?: readonly string[];
	/** Its fields, in order; which resource and operation they belong to is added later. */
	readonly fields: readonly INodeProperties[];
	/** Further entries of its Options collection, besides those that every operation has. */
	readonly options?: readonly INodeProperties[];
}

/**
 * One action per item: what the user fills in, what is sent for it, what comes out. It knows nothing
 * of batches, retries or HTTP.
 */
export interface CallOperation extends OperationBase {
	/** Offers Send Once, because what it does cannot be taken back and must not be done twice. */
	readonly offersSendOnce?: boolean;
	/** Reads, whose answer is missing rather than skipped when Leanplum does not know the user. */
	readonly answersAboutUser?: boolean;
	/** Turns the parameters of one item into arguments; what is wrong is noted in `input`. */
	toArgs(input: ItemInput): JsonObject;
	/** The class of key, where the user may choose another than the action's own. */
	toKey?(input: ItemInput): KeyClass | undefined;
	/** The action, where the user names it; `sends` is then only an example. */
	toSpec?(input: ItemInput): ActionSpec;
	/**
	 * Shapes what Leanplum answered to a call that was done; without it all of it comes out. A list
	 * gives one item for each entry.
	 */
	toOutput?(answer: IDataObject, input: ItemInput): IDataObject | IDataObject[];
}

/** What a task gives for one input item. */
export interface TaskItem {
	json: IDataObject;
	binary?: Record<string, IBinaryData>;
	/** What the output pane is to say of it, as a sentence. */
	remark?: string;
	/** Why this part of the task failed though the others did not; `json` then holds further facts. */
	failure?: Explanation;
}

/** Several steps per item, such as to start a job, wait for it and fetch its files. */
export interface TaskOperation extends OperationBase {
	/** Does one item after the other, because items may be about the same users. */
	readonly oneAfterTheOther?: boolean;
	/** Tells what it would send, without sending it, when its tools say so. */
	readonly offersPreview?: boolean;
	/**
	 * Does the steps for one item.
	 *
	 * @returns its output items
	 * @throws TaskFailure when a step fails
	 */
	perform(input: ItemInput, tools: TaskTools): Promise<TaskItem[]>;
}

export type Operation = CallOperation | TaskOperation;

export function isTask(operation: Operation): operation is TaskOperation {
	return 'perform' in operation;
}

/** Operations that change something, with items whose requests can be told before they are sent. */
export function isPreviewable(operation: Operation): operation is CallOperation {
	return !isTask(operation) && CATALOGUE[operation.sends].verb === 'POST';
}

/** Operations that have the option Preview Only. */
export function offersPreview(operation: Operation): boolean {
	return isTask(operation) ? operation.offersPreview === true : isPreviewable(operation);
}

/** A resource of the node: a thing of Leanplum's with the operations on it. */
export interface Resource {
	readonly value: string;
	readonly name: string;
	readonly operations: readonly Operation[];
}
