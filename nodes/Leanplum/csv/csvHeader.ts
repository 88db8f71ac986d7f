import {
	ACTION_NAMES,
	CATALOGUE,
	type ActionSpec,
	type ParameterType,
} from '../protocol/action/catalogue';
import { argumentReaders, type ArgumentReader } from './csvArguments';

/** The actions that a row can hold: those that change something about a user or a device. */
export const ROW_ACTIONS: readonly ActionSpec[] = ACTION_NAMES.map(
	(name) => CATALOGUE[name],
).filter(({ subject, verb }) => subject !== 'none' && verb === 'POST');

/** Deeper than any value of Leanplum's. */
const MAX_DEPTH = 20;

/** The column that says what a row does. */
const ACTION = 'action';

/** A column that gives an argument, or a member of one. */
export interface ArgumentColumn {
	readonly index: number;
	/** Its name in the header. */
	readonly name: string;
	/** The argument and, behind it, the way to a member. */
	readonly path: readonly [string, ...string[]];
	readonly reader: ArgumentReader;
}

/** What is wrong with a file or a row of it. */
export interface Complaint {
	/** The name or number of the column, where it is about one. */
	readonly column?: string;
	/** The rest of a sentence that begins with the column or row. */
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
}

/** The type of an argument of an action. */
export function typeOf(spec: ActionSpec, argument: string): ParameterType | undefined {
	for (const parameters of [spec.parameters, spec.undocumented ?? {}]) {
		if (Object.hasOwn(parameters, argument)) return parameters[argument];
	}
	return undefined;
}

/** What an unknown column may have been meant to be. */
function adviceFor(name: string, actions: readonly ActionSpec[]): string {
	if (/[;\t]/.test(name)) return '; if cells end with another character, choose the Delimiter';
	if (actions.length !== 1) return '';
	for (const bag of ['userAttributes', 'params', 'values', 'trafficSource']) {
		if (typeOf(actions[0]!, bag)) return `; if you mean a value in it, name it "${bag}.${name}"`;
	}
	return '';
}

function objectionTo(
	name: string,
	[argument, ...members]: readonly string[],
	type: ParameterType | undefined,
	reader: ArgumentReader | undefined,
	actions: readonly ActionSpec[],
): string | undefined {
	if (members.length > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`;
	if (members.includes('__proto__')) return 'has a name that cannot be passed on';
	if (members.includes('')) return 'has a name with nothing before or behind a dot';
	if (!type || !reader) {
		const whose = actions.length === 1 ? `the action ${actions[0]!.action}` : 'any action';
		return `is no argument of ${whose}${adviceFor(name, actions)}`;
	}
	if (members.length > 0 && !reader.hasMembers) {
		return `must not have a dot, because "${argument}" is a single value`;
	}
	return undefined;
}

/**
 * Reads the first row of a file: it names the arguments of actions, members of them with dots
 * (reference §1.6).
 *
 * @param preset the action of rows that name none
 * @param timezone the IANA zone for dates that carry none
 */
export function readHeader(
	cells: readonly string[],
	preset: ActionSpec | undefined,
	timezone: string,
): { header: Header; complaints: Complaint[] } {
	const names = cells.map((cell) => cell.trim());
	const complaints: Complaint[] = [];
	const refuse = (column: string, message: string) => complaints.push({ column, message });
	const readerOf = argumentReaders(timezone);
	const action = names.indexOf(ACTION);
	const actions = preset && action < 0 ? [preset] : ROW_ACTIONS;
	const columns: ArgumentColumn[] = [];
	const nameless: number[] = [];
	const seen = new Set<string>();
	names.forEach((name, index) => {
		if (name === '') return nameless.push(index);
		if (seen.has(name)) return refuse(name, 'is there twice');
		seen.add(name);
		if (name === ACTION) return;
		const path = name.split('.') as [string, ...string[]];
		const type = actions.map((spec) => typeOf(spec, path[0])).find(Boolean);
		const reader = type && readerOf(path[0], type);
		const objection = objectionTo(name, path, type, reader, actions);
		if (objection !== undefined) return refuse(name, objection);
		return columns.push({ index, name, path, reader: reader! });
	});
	for (const { name, path } of columns) {
		const outer = path.map((_, end) => path.slice(0, end).join('.')).find((way) => seen.has(way));
		if (outer !== undefined) refuse(name, `and "${outer}" exclude each other: use one of them`);
	}
	if (action < 0 && !preset) {
		complaints.push({ message: 'has no column "action": add one, or choose a Default Action' });
	}
	if (complaints.length === 0 && !seen.has('userId') && !seen.has('deviceId')) {
		complaints.push({ message: 'has neither a column "userId" nor a column "deviceId"' });
	}
	const size = names.length;
	return {
		header: { size, action: action < 0 ? undefined : action, columns, nameless },
		complaints,
	};
}
