import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Call, RequestFile } from '../protocol/action/call';
import type { ActionName } from '../protocol/action/catalogue';
import type { KeyClass } from '../protocol/action/keys';
import type { JsonObject } from '../protocol/basics/json';
import type { Outcome } from '../protocol/reply/outcome';
import type { Problem } from '../protocol/reply/problem';
import type { RequestEstimate } from '../protocol/plan/estimate';
import type { Explanation } from './explain';
import type { Progress } from './taskFailure';

/** A Node.js stream, as n8n stores them. */
export type FileStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Buffer
>;

/** A file whose bytes are still coming. */
export interface OpenFile {
	readonly stream: FileStream;
	/** Without parameters such as the character set. */
	readonly mimeType?: string;
	/** What the server says of the size in bytes; of a part, the size of the whole file. */
	readonly size?: number;
	/** Whether the server sent only the bytes that were asked for. */
	readonly partial: boolean;
}

/** What a task may use of the world. */
export interface TaskTools {
	/**
	 * Sends one action, with retries.
	 *
	 * @returns Leanplum's answer
	 * @throws TaskFailure unless it was done
	 */
	call(action: ActionName, args: JsonObject, files?: readonly RequestFile[]): Promise<IDataObject>;
	/**
	 * Sends many calls in as few requests as Leanplum allows, with retries.
	 *
	 * @returns the outcome of each
	 * @throws CancelledError with the outcomes as soon as the execution is stopped
	 */
	sendAll(calls: readonly Call[]): Promise<ReadonlyMap<Call, Outcome>>;
	/** Whether to tell what would be sent instead of sending it. */
	readonly previewOnly: boolean;
	/** The names of the app's messages by ID; empty when they can't be looked up. */
	messageNames(): Promise<ReadonlyMap<string, string>>;
	/** Whether the task fails when Leanplum skipped what it was to do. */
	readonly failSkipped: boolean;
	/** What sending many calls would take. */
	estimate(calls: readonly Call[]): RequestEstimate;
	/**
	 * Makes sure that the credential has keys of these classes.
	 *
	 * @param purpose what they are needed for, as the beginning of a sentence
	 * @throws TaskFailure when one is missing
	 */
	requireKeys(purpose: string, classes: Iterable<KeyClass>): void;
	/** Puts into words why a call failed. */
	explain(problem: Problem): Explanation;
	/** Opens what the action answers instead of JSON: a file, which may lie at another address. */
	openAnswer(action: ActionName, args: JsonObject): Promise<OpenFile>;
	/** Opens a file by its address, without the credential; tries again while it cannot be reached. */
	openUrl(url: string, bytes?: { from: number; to: number }): Promise<OpenFile>;
	/** The bytes of a file at an address as they come, or of a part of it. */
	bytes(url: string, part?: { from: number; to: number }): AsyncIterable<Uint8Array | string>;
	/** The lines of a file of text at an address, one after the other as they come; unpacks gzip files. */
	lines(url: string): AsyncIterable<string>;
	/** The bytes of a binary field of the item as they come; may be asked for again. */
	openBinary(property: string): AsyncIterable<Uint8Array>;
	/** The same, also when the execution was stopped. */
	reopenBinary(property: string): AsyncIterable<Uint8Array>;
	/** Reads a binary field of the item whole. */
	readBinary(property: string): Promise<{ bytes: Buffer; info: IBinaryData }>;
	/** The names of the item's binary fields. */
	readonly binaryProperties: readonly string[];
	/** Stores a small file in n8n. */
	storeBytes(bytes: Buffer, fileName: string, mimeType: string): Promise<IBinaryData>;
	/** Stores a file in n8n without holding it in memory; tells its size in bytes. */
	store(
		file: OpenFile,
		fileName: string,
		mimeType: string,
	): Promise<{ binary: IBinaryData; size: number }>;
	/**
	 * The URL with which Leanplum wakes an execution that sleeps.
	 *
	 * @throws TaskFailure when Leanplum can't call it, or the node can't sleep
	 */
	callbackUrl(): string;
	/** Waits; ends early when the execution is stopped, which the next step then notices. */
	sleep(milliseconds: number): Promise<void>;
	/** The present in epoch milliseconds. */
	now(): number;
	/** How far the calls so far brought the task. */
	readonly progress: Progress;
}
