import type { IBinaryData, IDataObject } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import { CATALOGUE, type ActionName } from '../protocol/action/catalogue';
import type { Explanation } from './explain';
import type { Shown } from './fields/field';
import type { ItemInput } from './fields/itemInput';
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
	/** The action that it sends, or the first of them; absent where the user names it. */
	readonly sends?: ActionName;
	/**
	 * The keys of its output besides `status` and the IDs of the user: a failed item has them too, so that
	 * the nodes behind it find every column.
	 */
	readonly outputKeys?: readonly string[];
	/** The same for each choice of Output that has keys of its own. */
	readonly outputKeysOf?: Readonly<Record<string, readonly string[]>>;
	/** Its fields, in order; which resource and operation they belong to is added later. */
	readonly fields: readonly Shown[];
	/** Further entries of its Options collection, besides those that every operation has. */
	readonly options?: readonly Shown[];
}

/** What is sent for an item. */
export interface Sending {
	readonly call: Call;
	/**
	 * Shapes what Leanplum answered to the call when it was done; without it all of it comes out. A list
	 * gives one item for each entry.
	 */
	readonly toOutput?: (answer: IDataObject) => IDataObject | IDataObject[];
	/** Makes {@link toOutput} of the names of messages by ID; only what has it gets them looked up. */
	readonly named?: (names: ReadonlyMap<string, string>) => NonNullable<Sending['toOutput']>;
	/** What comes out for it where nobody knows whether it was done. */
	readonly whenUnknown?: IDataObject;
}

/** What the items of a run note for those after them, by the IDs of their users. */
export type RunNotes = Map<string, Set<string>>;

/** Nothing has to be done for an item. */
export interface NothingToDo {
	/** What comes out for it. */
	readonly output: IDataObject;
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
	/**
	 * Makes of an item's parameters what is to be sent for it. What is wrong with them is noted in
	 * `input`; then nothing is sent. Items are prepared in their order.
	 */
	prepare(input: ItemInput, notes: RunNotes): Sending | NothingToDo;
}

/** What a task gives for one input item. */
export interface TaskItem {
	json: IDataObject;
	binary?: Record<string, IBinaryData>;
	/** Why this part of the task failed though the others did not; `json` then holds further facts. */
	failure?: Explanation;
	/** Whether Leanplum skipped a part of what the item asked for. */
	isSkipped?: boolean;
	/** What the output pane is to say of it, as a sentence. */
	remark?: string;
	/** Until when the execution sleeps for it, in epoch milliseconds; then it comes out as it is. */
	sleepUntil?: number;
}

/** Several steps per item, such as to start a job, wait for it and fetch its files. */
export interface TaskOperation extends OperationBase {
	readonly sends: ActionName;
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
	if (isTask(operation)) return false;
	return operation.sends === undefined || CATALOGUE[operation.sends].verb === 'POST';
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
