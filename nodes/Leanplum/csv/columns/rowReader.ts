import { createCall, namesItsSubject, type Call } from '../../protocol/action/call';
import type { ActionSpec } from '../../protocol/action/catalogue';
import { isObject, setOwn, type JsonObject, type JsonValue } from '../../protocol/basics/json';
import { isEmpty, trim } from '../../values/blank';
import { MAX_PARAMETERS } from '../../values/named';
import { EMPTY, shown, told, type Note, type Reading } from '../../values/reading';
import type { CsvRow } from '../file/csvRows';
import { cellText } from './cell';
import type { ArgumentColumn, Complaint, Header } from './columns';
import { plainName, ROW_ACTIONS, typeOf } from './leanplumNames';

/** What a row comes to: a call, nothing to do and why, or what is wrong with it. */
export type RowResult =
	| { readonly call: Call }
	| { readonly nothing: string }
	| { readonly complaints: readonly [Complaint, ...Complaint[]] };

/** What empty cells do: nothing, clear the attribute, or keep the row from being sent. */
export type IfEmpty = 'leave' | 'clear' | 'fail';

/** What was made of a cell. */
export type CellNote = Note | 'leftOut' | 'cleared';

/** Is told what was made of a cell. */
export type OnNote = (column: ArgumentColumn, note: CellNote) => void;

const ACTIONS = new Map(ROW_ACTIONS.map((spec) => [plainName(spec.action), spec]));

/** Arguments that say whom a call is about and how, and change nothing by themselves. */
const CHANGE_NOTHING = new Set(['userId', 'deviceId', 'createDisposition', 'devMode']);
const SETS = new Set(['setUserAttributes', 'setDeviceAttributes']);

const ONLY_AN_ID = 'has only an ID, so there is nothing to set';
const COMMENT = 'is a comment';
const HEADER_AGAIN = 'is the header again';

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
	/** What was made of the cells of a row, until it turns out that it is sent. */
	private noted: Array<Parameters<OnNote>> = [];

	constructor(
		private readonly header: Header,
		/** The action of rows that name none. */
		private readonly preset: ActionSpec | undefined,
		private readonly ifEmpty: IfEmpty,
		private readonly onNote: OnNote = () => {},
	) {}

	read({ cells, broken }: CsvRow): RowResult {
		if (broken !== undefined) return refused(broken);
		const { size, nameless } = this.header;
		const behind = cells.findLastIndex((cell) => !isEmpty(cell)) + 1;
		if (behind > size) {
			return refused(
				`has ${behind} cells, but the header has ${size}. Put cells that contain the delimiter in quotes`,
			);
		}
		if (isComment(cells)) return { nothing: COMMENT };
		// As in files that were put together from several.
		const isHeader = this.header.columns.every(
			({ index, name }) => trim(cells[index] ?? '') === name,
		);
		if (isHeader) return { nothing: HEADER_AGAIN };
		const stray = nameless.find((index) => !isEmpty(cells[index]));
		if (stray !== undefined)
			return refused(
				'has no name in the header. Name the column, or delete it',
				`number ${stray + 1}`,
			);
		const spec = this.actionOf(cells);
		return 'action' in spec ? this.callOf(spec, cells) : { complaints: [spec] };
	}

	private actionOf(cells: readonly string[]): ActionSpec | Complaint {
		const name = trim(cells[this.header.action] ?? '');
		const spec = name === '' ? this.preset : ACTIONS.get(plainName(name));
		if (spec) return spec;
		const message =
			name === ''
				? 'is empty, and no Default Action is selected'
				: `must be one of the actions that a row can have: ${ROW_ACTIONS.map(({ action: one }) => one).join(', ')} (got ${shown(name)})`;
		return { column: 'action', message };
	}

	private callOf(spec: ActionSpec, cells: readonly string[]): RowResult {
		const complaints: Complaint[] = [];
		this.noted = [];
		const args: JsonObject = {};
		for (const column of this.header.columns) {
			const { name, path } = column;
			const cell = cells[column.index] ?? '';
			const isOfAction = typeOf(spec, path[0]) !== undefined;
			const reading = isOfAction ? this.cell(column, cell) : EMPTY;
			if (!isOfAction && !isEmpty(cell)) {
				complaints.push({
					column: name,
					message: `is not an argument of the action ${spec.action}`,
				});
			} else if (reading.kind === 'refused') {
				complaints.push({ column: name, message: told(reading) });
			} else if (reading.kind === 'value') {
				setMember(args, path, reading.value);
			}
		}
		const call = createCall(spec, args);
		if (complaints.length === 0) complaints.push(...lacksOf(call));
		const [first, ...more] = complaints;
		if (first) return { complaints: [first, ...more] };
		const isIdle =
			SETS.has(spec.action) && Object.keys(args).every((argument) => CHANGE_NOTHING.has(argument));
		if (isIdle) return { nothing: ONLY_AN_ID };
		for (const note of this.noted) this.onNote(...note);
		return { call };
	}

	private cell(column: ArgumentColumn, cell: string): Reading<JsonValue> {
		const reading = isEmpty(cell) ? EMPTY : column.reader.read(cellText(cell));
		if (reading.kind === 'value' && reading.note) this.noted.push([column, reading.note]);
		return reading.kind === 'empty' ? this.empty(column) : reading;
	}

	private empty(column: ArgumentColumn): Reading<JsonValue> {
		const [argument] = column.path;
		if (column.reader.onEmpty) return column.reader.onEmpty('');
		// Test traffic must not count as real because a cell is empty.
		if (argument === 'devMode') return { kind: 'refused', message: 'is empty', got: '' };
		// An ID that is missing has a message of its own.
		if (CHANGE_NOTHING.has(argument)) return EMPTY;
		if (this.ifEmpty === 'fail') return { kind: 'refused', message: 'is empty', got: '' };
		if (this.ifEmpty === 'clear' && argument === 'userAttributes' && column.path.length > 1) {
			this.noted.push([column, 'cleared']);
			return { kind: 'value', value: null };
		}
		if (column.reader.typed) this.noted.push([column, 'leftOut']);
		return EMPTY;
	}
}

function refused(message: string, column?: string): RowResult {
	return { complaints: [{ message, ...(column === undefined ? {} : { column }) }] };
}

/** Whether a row is a line such as "# exported on Monday", which no delimiter follows. */
function isComment(cells: readonly string[]): boolean {
	const [first = ''] = cells;
	return (
		first.trimStart().startsWith('#') && cells.every((cell, index) => index === 0 || isEmpty(cell))
	);
}

/** What a call lacks that its action needs. */
function lacksOf(call: Call): Complaint[] {
	if (!namesItsSubject(call)) {
		const column = call.spec.subject === 'device' ? 'deviceId' : 'userId';
		return [{ column, message: 'is empty' }];
	}
	const { required = [] } = call.spec;
	const lacks = required
		.filter((argument) => call.args[argument] === undefined)
		// What happened to a message needs no name of its own (reference A.3).
		.filter((argument) => argument !== 'event' || call.args.messageId === undefined)
		.map((column) => ({ column, message: `is empty, but ${call.spec.action} needs it` }));
	const { params } = call.args;
	if (isObject(params) && Object.keys(params).length > MAX_PARAMETERS) {
		lacks.push({ column: 'params', message: `has more than ${MAX_PARAMETERS} values` });
	}
	return lacks;
}
