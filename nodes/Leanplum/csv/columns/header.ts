import type { JsonValue } from '../../protocol/basics/json';
import { trim } from '../../values/blank';
import { shown, type Reader } from '../../values/reading';
import { typedReader, type Notation } from './cellReaders';
import { ColumnPaths } from './columnPaths';
import { ColumnObjection, columnReader } from './columnReader';
import {
	ACTION,
	type ArgumentColumn,
	type ArgumentPath,
	type ColumnChoice,
	type Complaint,
	type Header,
} from './columns';
import type { ColumnType } from './columnType';
import { ROW_ACTIONS } from './leanplumNames';

/** A name without characters that cannot be seen, and on one line. */
const cleanName = (cell: string) =>
	trim(cell.replace(/[\u200b\u200e\u200f\u2060\ufeff\u00ad]/g, '').replace(/[^\S ]+/g, ' '));

const isSameName = (a: string, b: string) =>
	cleanName(a).toLowerCase() === cleanName(b).toLowerCase();

/** What the user says of a column by one of its names, in any case if there is no other. */
function saidOf<Said>(said: ReadonlyMap<string, Said> | undefined, names: readonly string[]) {
	const entries = [...(said ?? [])];
	const found =
		entries.find(([name]) => names.includes(name)) ??
		entries.find(([name]) => names.some((one) => isSameName(one, name)));
	return found?.[1];
}

/** Finds columns and says what becomes of them. */
class HeaderReading {
	readonly complaints: Complaint[] = [];
	readonly columns: ArgumentColumn[] = [];
	readonly unused: string[] = [];
	readonly action: number;
	private readonly paths: ColumnPaths;
	private readonly explicit = new Map<number, ArgumentPath>();

	constructor(
		private readonly names: readonly string[],
		private readonly choice: ColumnChoice,
	) {
		this.action = names.indexOf(ACTION);
		const { preset, others } = choice;
		const actions = preset && this.action < 0 ? [preset] : ROW_ACTIONS;
		this.paths = new ColumnPaths(actions, others === 'values');
		this.assign('User ID Column', choice.userId, ['userId']);
		this.assign('Event Column', choice.event, ['event']);
		for (const { column, becomes } of choice.named) {
			const index = this.find('Columns', column);
			if (index === undefined) continue;
			const name = trim(becomes) || names[index]!;
			const path = this.accepted(name, this.paths.ofNamed(name));
			if (path) this.explicit.set(index, path);
		}
	}

	/** Whether the user says by its number what a column becomes. */
	isNamed(index: number): boolean {
		return this.explicit.has(index);
	}

	/** Reads one column. */
	take(index: number): void {
		const name = this.names[index]!;
		if (index === this.action) return;
		const path = this.explicit.get(index) ?? this.pathOf(name);
		if (path) this.add(index, path);
	}

	/** What a column becomes by its own name; `undefined` when it is left out or refused. */
	private pathOf(name: string): ArgumentPath | undefined {
		if (this.choice.others !== 'named') return this.accepted(name, this.paths.ofName(name));
		const argument = this.paths.neededBy(name);
		if (argument !== undefined && !this.isAssigned(argument)) return [argument];
		this.unused.push(name);
		return undefined;
	}

	private isAssigned(argument: string): boolean {
		return [...this.explicit.values()].some((path) => path.length === 1 && path[0] === argument);
	}

	private accepted<Found>(column: string, found: Found | ColumnObjection): Found | undefined {
		if (!(found instanceof ColumnObjection)) return found;
		this.refuse(column, found.message);
		return undefined;
	}

	/** Finds columns that exclude each other, or are missing. */
	finish(): void {
		const paths = new Map<string, ArgumentColumn>();
		for (const column of this.columns) {
			const path = column.path.join('.');
			const other = paths.get(path);
			if (other) {
				this.refuse(
					column.name,
					`and "${other.name}" both become "${path}". Rename or delete one of them`,
				);
			} else paths.set(path, column);
		}
		for (const { name, path } of this.columns) {
			const outer = path
				.map((_, end) => path.slice(0, end).join('.'))
				.find((way) => paths.has(way));
			if (outer !== undefined) {
				this.refuse(name, `and "${paths.get(outer)!.name}" exclude each other. Use one of them`);
			}
		}
		if (this.action < 0 && !this.choice.preset) {
			this.complaints.push({
				message: 'has no column "action". Add one, or select a Default Action',
			});
		}
		if (this.complaints.length === 0 && !paths.has('userId') && !paths.has('deviceId')) {
			const found = this.names
				.filter((name) => name !== '')
				.map((name) => `"${name}"`)
				.join(', ');
			const what =
				this.choice.preset?.subject === 'device'
					? 'has no column "deviceId"'
					: 'has no column "userId" or "deviceId". Select the column with the user IDs in User ID Column';
			this.complaints.push({ message: `${what}. Its columns: ${found}` });
		}
	}

	private refuse(column: string, message: string): void {
		this.complaints.push({ column, message });
	}

	/** The place of a column that a field names. */
	private find(field: string, given: string): number | undefined {
		const name = cleanName(given);
		const exact = this.names.indexOf(name);
		if (exact >= 0) return exact;
		const same = this.names.findIndex((one) => isSameName(one, name));
		if (same >= 0) return same;
		const number = /^\d{1,5}$/.test(name) ? Number(name) : 0;
		if (number >= 1 && number <= this.names.length) return number - 1;
		const found = this.names.map((one) => `"${one}"`).join(', ');
		this.complaints.push({
			message: `has no column ${shown(name)}, which ${field} names. Its columns: ${found}`,
		});
		return undefined;
	}

	private assign(field: string, given: string, path: ArgumentPath): void {
		if (trim(given) === '') return;
		const index = this.find(field, given);
		if (index !== undefined) this.explicit.set(index, path);
	}

	private add(index: number, path: ArgumentPath): void {
		const name = this.names[index]!;
		const [argument, ...members] = path;
		const found = columnReader(argument, this.paths.typeOf(argument)!, members, this.choice);
		const reader = this.accepted(name, found);
		if (!reader) return;
		const names = [name, path.join('.')];
		const type = saidOf(this.choice.types, names);
		const column = { index, name, path, reader };
		this.columns.push(
			type === undefined || !reader.typed
				? column
				: withType(column, type, this.choice, saidOf(this.choice.separators, names)),
		);
	}
}

/** A column whose cells are read as a type. */
export function withType(
	column: ArgumentColumn,
	type: ColumnType,
	notation: Notation,
	separator?: string,
): ArgumentColumn {
	const { maxLength } = column.reader.typed ?? {};
	const read: Reader<JsonValue> = typedReader(type, notation, maxLength, separator);
	return { ...column, type, reader: { ...column.reader, read } };
}

/**
 * Reads the first row of a file, which names the columns: arguments of actions, members of them with
 * dots (reference §1.6), or names of the user's own.
 */
export function readHeader(
	cells: readonly string[],
	choice: ColumnChoice,
): { header: Header; complaints: readonly Complaint[] } {
	const names = cells.map(cleanName);
	const reading = new HeaderReading(names, choice);
	const nameless: number[] = [];
	names.forEach((name, index) => {
		if (name === '' && !reading.isNamed(index)) nameless.push(index);
		else reading.take(index);
	});
	reading.finish();
	for (const name of choice.types.keys()) {
		const isThere = [...names, ...reading.columns.map(({ path }) => path.join('.'))].some((one) =>
			isSameName(one, name),
		);
		if (!isThere)
			reading.complaints.push({ message: `has no column ${shown(name)}, which Field Types names` });
	}
	return {
		header: {
			size: names.length,
			action: reading.action,
			columns: reading.columns,
			nameless,
			unused: reading.unused,
		},
		complaints: reading.complaints,
	};
}
