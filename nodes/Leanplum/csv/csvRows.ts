import { createCall, namesItsSubject, type Call } from '../protocol/action/call';
import type { ActionSpec } from '../protocol/action/catalogue';
import type { CsvRow } from './csv';
import { cellValue } from './csvCell';
import { ROW_ACTIONS, typeOf, type ArgumentColumn, type Complaint, type Header } from './csvHeader';
import { isObject, setOwn, type JsonObject, type JsonValue } from '../protocol/basics/json';

/** What a row comes to: a call, or what is wrong with it. */
export type RowResult =
	| { readonly call: Call }
	| { readonly complaints: readonly [Complaint, ...Complaint[]] };

const ACTIONS = new Map(ROW_ACTIONS.map((spec) => [spec.action, spec]));

/** Puts a value into an object, where the way leads through further ones. */
function setMember(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
	const [name, ...rest] = path as [string, ...string[]];
	if (rest.length === 0) return setOwn(target, name, value);
	const inner = Object.hasOwn(target, name) ? target[name] : undefined;
	if (isObject(inner)) return setMember(inner, rest, value);
	const made: Record<string, unknown> = {};
	setOwn(target, name, made);
	setMember(made, rest, value);
}

/** Turns the rows of a file into calls (reference §1.6). */
export class RowReader {
	constructor(
		private readonly header: Header,
		/** The action of rows that name none. */
		private readonly preset: ActionSpec | undefined,
		/** Names of columns whose values stay text. */
		private readonly textColumns: ReadonlySet<string>,
	) {}

	read(row: CsvRow): RowResult {
		const { cells } = row;
		const { size, nameless } = this.header;
		if (cells.length > size) {
			return refused(
				`has ${cells.length} cells, but the header has ${size}: put cells with a delimiter in quotes`,
			);
		}
		const stray = nameless.find((index) => (cells[index] ?? '') !== '');
		if (stray !== undefined) {
			return refused('has no name in the header', `number ${stray + 1}`);
		}
		const spec = this.actionOf(cells);
		return 'action' in spec ? this.callOf(spec, cells) : { complaints: [spec] };
	}

	private actionOf(cells: readonly string[]): ActionSpec | Complaint {
		const { action } = this.header;
		const name = action === undefined ? '' : (cells[action] ?? '').trim();
		const spec = name === '' ? this.preset : ACTIONS.get(name);
		if (spec) return spec;
		const message =
			name === ''
				? 'is empty, and no Default Action is chosen'
				: `is none of the actions that a row can hold: ${[...ACTIONS.keys()].join(', ')}`;
		return { column: 'action', message };
	}

	private callOf(spec: ActionSpec, cells: readonly string[]): RowResult {
		const complaints: Complaint[] = [];
		const values: Record<string, unknown> = {};
		const used: ArgumentColumn[] = [];
		for (const column of this.header.columns) {
			const cell = cells[column.index] ?? '';
			if (cell === '') continue;
			const { name, path, reader } = column;
			if (typeOf(spec, path[0]) === undefined) {
				complaints.push({ column: name, message: `is no argument of the action ${spec.action}` });
				continue;
			}
			const value = this.valueOf(column, cell);
			if (value === undefined) {
				complaints.push({ column: name, message: reader.expected ?? 'cannot be read' });
				continue;
			}
			used.push(column);
			setMember(values, path, value);
		}
		const args = checked(values, used, complaints);
		const call = createCall(spec, args);
		if (complaints.length === 0) complaints.push(...lacksOf(call));
		const [first, ...more] = complaints;
		return first ? { complaints: [first, ...more] } : { call };
	}

	private valueOf({ name, path, reader }: ArgumentColumn, cell: string): unknown {
		if (path.length === 1) return reader.fromCell(cell);
		return this.textColumns.has(name) ? cell : cellValue(cell);
	}
}

function refused(message: string, column?: string): RowResult {
	return { complaints: [{ message, ...(column === undefined ? {} : { column }) }] };
}

/** The arguments as their schemas give them; what is wrong with them is noted. */
function checked(
	values: Readonly<Record<string, unknown>>,
	columns: readonly ArgumentColumn[],
	complaints: Complaint[],
): JsonObject {
	const args: JsonObject = {};
	for (const { path, reader } of columns) {
		const [argument] = path;
		if (Object.hasOwn(args, argument)) continue;
		const result = reader.schema.safeParse(values[argument]);
		args[argument] = (result.success ? result.data : null) as JsonValue;
		for (const { path: way, message } of result.error?.issues ?? []) {
			complaints.push({ column: [argument, ...way].join('.'), message });
		}
	}
	return args;
}

/** What a call lacks that its action needs. */
function lacksOf(call: Call): Complaint[] {
	if (!namesItsSubject(call)) {
		const column = call.spec.subject === 'device' ? 'deviceId' : 'userId';
		return [{ column, message: 'is empty, so nobody is addressed' }];
	}
	const { required = [] } = call.spec;
	return (
		required
			.filter((argument) => call.args[argument] === undefined)
			// What happened to a message needs no name of its own (reference A.3).
			.filter((argument) => argument !== 'event' || call.args.messageId === undefined)
			.map((column) => ({ column, message: `is empty, but ${call.spec.action} needs it` }))
	);
}
