import type { IDataObject } from 'n8n-workflow';
import { CATALOGUE } from '../../protocol/action/catalogue';
import { setOwn } from '../../protocol/basics/json';
import { isTask, type Operation } from '../../operation/operation';

/** The IDs in the output of an operation whose calls name a user or a device. */
const IDS = { user: ['userId', 'deviceId'], device: ['deviceId'], none: [] } as const;

const known = new WeakMap<Operation, readonly string[]>();

/** An operation with the output keys of a choice of Output. */
export function withOutput(operation: Operation, output: unknown): Operation {
	const outputKeys = operation.outputKeysOf?.[String(output)];
	return outputKeys ? { ...operation, outputKeys } : operation;
}

/** The keys of an operation's items besides `status`; one list for all items. */
export function columnsOf(operation: Operation): readonly string[] {
	const columns = known.get(operation);
	if (columns) return columns;
	const listed = listColumns(operation);
	known.set(operation, listed);
	return listed;
}

/** An action that the user names may be about a user. */
function listColumns(operation: Operation): readonly string[] {
	const { outputKeys = [], sends } = operation;
	if (isTask(operation)) return outputKeys;
	const ids = IDS[sends === undefined ? 'user' : CATALOGUE[sends].subject];
	return [...ids, 'warning', ...outputKeys];
}

/**
 * An item with every key that items of the operation have, whatever became of them: null where there is
 * nothing. So no node behind finds a column missing.
 */
export function withColumns(operation: Operation, status: string, json: IDataObject): IDataObject {
	const item: IDataObject = { status };
	for (const name of columnsOf(operation)) item[name] = null;
	for (const name of Object.keys(json)) setOwn(item, name, json[name]);
	return item;
}

/** What of some facts belongs into the columns of an operation. */
export function inColumns(operation: Operation, facts: IDataObject): IDataObject {
	const columns = columnsOf(operation);
	return Object.fromEntries(Object.entries(facts).filter(([name]) => columns.includes(name)));
}

/** A result beside the fields of its input item; where both have a field, that of the input is renamed. */
export function besideInput(input: IDataObject, result: IDataObject): IDataObject {
	const joined: IDataObject = {};
	for (const [name, value] of Object.entries(input)) {
		setOwn(joined, Object.hasOwn(result, name) ? `input_${name}` : name, value);
	}
	for (const [name, value] of Object.entries(result)) setOwn(joined, name, value);
	return joined;
}
