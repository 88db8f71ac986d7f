import type { ActionSpec } from '../../protocol/action/catalogue';
import type { Notation } from './cellReaders';
import type { ColumnReader } from './columnReader';
import type { ColumnType } from './columnType';

/** The column that says what a row does. */
export const ACTION = 'action';

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
	/** Where `others` says so: columns by name or number, and what they become; empty: the same name. */
	readonly named: ReadonlyArray<{ readonly column: string; readonly becomes: string }>;
	/** Types of columns, by their name in the file or by what they become. */
	readonly types: ReadonlyMap<string, ColumnType>;
	/** What separates the values of columns that are lists; without one a comma. */
	readonly separators?: ReadonlyMap<string, string>;
}

/** An argument and, after it, the way to a member. */
export type ArgumentPath = readonly [argument: string, ...members: string[]];

/** A column that gives an argument, or a member of one. */
export interface ArgumentColumn {
	readonly index: number;
	/** Its name in the file. */
	readonly name: string;
	readonly path: ArgumentPath;
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
	/** Where the action stands; -1 when no column names it. */
	readonly action: number;
	readonly columns: readonly ArgumentColumn[];
	/** Columns without a name; nothing may stand in them. */
	readonly nameless: readonly number[];
	/** Names of columns that are left out. */
	readonly unused: readonly string[];
}
