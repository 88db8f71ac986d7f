import type { ActionSpec } from '../../protocol/action/catalogue';
import type { JsonValue } from '../../protocol/basics/json';
import { trim } from '../../values/blank';
import { shown, type Reader } from '../../values/reading';
import { ColumnObjection, columnReader, type ColumnReader } from './argumentReaders';
import { typedReader, type Notation } from './cellReaders';
import type { ColumnType } from './columnType';
import { bagOf, nearName, ROW_ACTIONS, sameArgument, typeOf } from './leanplumNames';

/** The column that says what a row does. */
const ACTION = 'action';

/** What the user says about the columns of a file. */
export interface ColumnChoice extends Notation {
	/** The action of rows that name none. */
	readonly preset: ActionSpec | undefined;
	/** Names or numbers of columns; empty for those with Leanplum's names. */
	readonly userId: string;
	readonly event: string;
	/**
	 * Columns without a name of Leanplum's become values of the user, the event, or the message; or they
	 * are refused; or all columns are left out except those that are named.
	 */
	readonly others: 'values' | 'refuse' | 'named';
	/** Columns by name or number, and what they become; empty: the same name. */
	readonly named: ReadonlyArray<{ readonly column: string; readonly becomes: string }>;
	/** Types of columns, by their name in the file or by what they become. */
	readonly types: ReadonlyMap<string, ColumnType>;
}

/** A column that gives an argument, or a member of one. */
export interface ArgumentColumn {
	readonly index: number;
	/** Its name in the file. */
	readonly name: string;
	/** The argument and, after it, the way to a member. */
	readonly path: readonly [string, ...string[]];
	readonly reader: ColumnReader;
	/** The type that the user chose, or that shows in the file. */
	readonly type?: ColumnType;
}

/** What is wrong with a file or a row of it. */
export interface Complaint {
	/** The name or number of the column, where it is about one. */
	readonly column?: string;
	/** The rest of a sentence that starts with the column, the row, or the file. */
	readonly message: string;
}

/** The columns of a file. */
export interface Header {
	readonly size: number;
	/** Where the action stands. */
	readonly action: number | undefined;
	readonly columns: readonly ArgumentColumn[];
	/** Columns without a name; nothing may stand in them. */
	readonly nameless: readonly number[];
	/** Names of columns that are left out. */
	readonly unused: readonly string[];
}

/** A name without characters that cannot be seen. */
const cleanName = (cell: string) =>
	trim(cell.replace(/[\u200b\u200e\u200f\u2060\ufeff\u00ad]/g, ''));

/** Finds columns and says what becomes of them. */
class HeaderReading {
	readonly complaints: Complaint[] = [];
	readonly columns: ArgumentColumn[] = [];
	readonly unused: string[] = [];
	readonly action: number;
	private readonly actions: readonly ActionSpec[];
	private readonly explicit = new Map<number, readonly [string, ...string[]]>();

	constructor(
		private readonly names: readonly string[],
		private readonly choice: ColumnChoice,
	) {
		this.action = names.indexOf(ACTION);
		const { preset } = choice;
		this.actions = preset && this.action < 0 ? [preset] : ROW_ACTIONS;
		this.assign('User ID Column', choice.userId, ['userId']);
		this.assign('Event Column', choice.event, ['event']);
		if (choice.others === 'named') {
			for (const { column, becomes } of choice.named) {
				const index = this.find('Columns', column);
				if (index === undefined) continue;
				const path = this.namedPath(trim(becomes) || names[index]!);
				if (path) this.explicit.set(index, path);
			}
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

	/** Finds columns that exclude each other, or are missing. */
	finish(): void {
		const paths = new Map<string, ArgumentColumn>();
		for (const column of this.columns) {
			const path = column.path.join('.');
			const other = paths.get(path);
			if (other) {
				this.refuse(column.name, `and "${other.name}" both become "${path}". Select one of them`);
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
		const same = this.names.findIndex((one) => one.toLowerCase() === name.toLowerCase());
		if (same >= 0) return same;
		const number = /^\d{1,5}$/.test(name) ? Number(name) : 0;
		if (number >= 1 && number <= this.names.length) return number - 1;
		const found = this.names.map((one) => `"${one}"`).join(', ');
		this.complaints.push({
			message: `has no column ${shown(name)}, which ${field} names. Its columns: ${found}`,
		});
		return undefined;
	}

	private assign(field: string, given: string, path: readonly [string, ...string[]]): void {
		if (trim(given) === '') return;
		const index = this.find(field, given);
		if (index !== undefined) this.explicit.set(index, path);
	}

	private typeOf(argument: string) {
		return this.actions.map((spec) => typeOf(spec, argument)).find(Boolean);
	}

	/** Where columns without Leanplum's names go. */
	private get bag(): string | undefined {
		return this.actions.length === 1 ? bagOf(this.actions[0]!) : undefined;
	}

	private splitPath(name: string): readonly [string, ...string[]] | undefined {
		const path = name.split('.') as [string, ...string[]];
		return this.typeOf(path[0]) === undefined ? undefined : path;
	}

	/** What a column becomes that the user names. */
	private namedPath(name: string): readonly [string, ...string[]] | undefined {
		const path = this.splitPath(name) ?? (this.bag === undefined ? undefined : [this.bag, name]);
		if (!path) this.refuse(name, 'is not an argument of the action. See the list in the docs');
		return path as readonly [string, ...string[]] | undefined;
	}

	/** What a column becomes by its own name. */
	private pathOf(name: string): readonly [string, ...string[]] | undefined {
		const exact = this.splitPath(name);
		const same = sameArgument(name, this.actions);
		if (this.choice.others === 'named') {
			const path = exact?.length === 1 ? exact[0] : same;
			const isNeeded =
				path !== undefined &&
				(['userId', 'deviceId', 'event'].includes(path) ||
					this.actions.some(({ required = [] }) => required.includes(path)));
			if (isNeeded && !this.isAssigned(path)) return [path];
			this.unused.push(name);
			return undefined;
		}
		if (exact) return exact;
		if (same !== undefined && this.typeOf(same) !== 'object') return [same];
		const [first = '', ...members] = name.split('.');
		const outer = members.length > 0 ? sameArgument(first, this.actions) : undefined;
		return outer === undefined ? this.otherPath(name) : [outer, ...members];
	}

	private isAssigned(argument: string): boolean {
		return [...this.explicit.values()].some((path) => path.length === 1 && path[0] === argument);
	}

	/** What a column becomes whose name is none of Leanplum's. */
	private otherPath(name: string): readonly [string, ...string[]] | undefined {
		const { bag } = this;
		const near = nearName(name, this.actions);
		const whose =
			this.actions.length === 1 ? `the action ${this.actions[0]!.action}` : 'any action';
		if (near !== undefined) {
			const own = this.typeOf(near.split('.')[0]!) !== undefined;
			const advice = own
				? `Rename it to "${near}", or name it in Columns with Other Columns set to Only Those Named`
				: 'To import it anyway, name it in Columns with Other Columns set to Only Those Named';
			this.refuse(
				name,
				own || near === ACTION
					? `is nearly "${near}". ${advice}`
					: `is not an argument of ${whose}. ${advice}`,
			);
			return undefined;
		}
		if (bag !== undefined && this.choice.others === 'values') return [bag, name];
		const advice =
			bag === undefined
				? 'To leave it out, set Other Columns to Only Those Named'
				: `To import it as a value, name it "${bag}.${name}", or set Other Columns to Import as Values`;
		this.refuse(name, `is not an argument of ${whose}. ${advice}`);
		return undefined;
	}

	private add(index: number, path: readonly [string, ...string[]]): void {
		const name = this.names[index]!;
		const [argument, ...members] = path;
		const reader = columnReader(argument, this.typeOf(argument)!, members, this.choice);
		if (reader instanceof ColumnObjection) return this.refuse(name, reader.message);
		const type = this.choice.types.get(name) ?? this.choice.types.get(path.join('.'));
		const column = { index, name, path, reader };
		this.columns.push(
			type === undefined || !reader.typed ? column : withType(column, type, this.choice),
		);
	}
}

/** A column whose cells are read as a type. */
export function withType(
	column: ArgumentColumn,
	type: ColumnType,
	notation: Notation,
): ArgumentColumn {
	const read: Reader<JsonValue> = typedReader(type, notation, column.reader.typed?.maxLength);
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
		const isThere =
			names.includes(name) || reading.columns.some(({ path }) => path.join('.') === name);
		if (!isThere)
			reading.complaints.push({ message: `has no column ${shown(name)}, which Field Types names` });
	}
	return {
		header: {
			size: names.length,
			action: reading.action < 0 ? undefined : reading.action,
			columns: reading.columns,
			nameless,
			unused: reading.unused,
		},
		complaints: reading.complaints,
	};
}
