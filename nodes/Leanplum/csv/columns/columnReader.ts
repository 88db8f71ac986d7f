import type { ParameterType } from '../../protocol/action/catalogue';
import type { JsonValue } from '../../protocol/basics/json';
import { problemsOfName } from '../../values/names';
import { readWhole } from '../../values/number';
import type { Reader } from '../../values/reading';
import { readText } from '../../values/text';
import { argumentReader, counterReaders } from './argumentReaders';
import { MAX_LENGTH, typedReader, type Notation } from './cellReaders';
import type { ValueKind } from './columnType';

/** How the cells of a column are read. */
export interface ColumnReader {
	readonly read: Reader<JsonValue>;
	/** Of values whose type shows in the file: what they can be. */
	readonly typed?: ValueKind;
	/** What stands for an empty cell, where that is not for If a Value Is Empty to say. */
	readonly onEmpty?: Reader<JsonValue>;
}

/** Arguments that hold values by name: how the members are read, and how deep they can be. */
const MEMBERS: Readonly<
	Record<string, { read: (notation: Notation) => ColumnReader; depth: number; ruled?: true }>
> = {
	userAttributes: { read: typedMember({ maxLength: MAX_LENGTH }), depth: 1, ruled: true },
	params: { read: typedMember({ maxLength: MAX_LENGTH, isSingle: true }), depth: 1, ruled: true },
	values: {
		read: (notation) => ({
			...typedMember({ isShown: true })(notation),
			onEmpty: notation.onNothing,
		}),
		depth: 20,
	},
	userAttributeValuesToAdd: { read: typedMember({ maxLength: MAX_LENGTH }), depth: 1, ruled: true },
	userAttributeValuesToRemove: {
		read: typedMember({ maxLength: MAX_LENGTH }),
		depth: 1,
		ruled: true,
	},
	userAttributeValuesToIncrement: { read: () => ({ read: readWhole }), depth: 1, ruled: true },
	trafficSource: { read: () => ({ read: (given) => readText(given) }), depth: 1, ruled: true },
};

/** Members whose type shows in the file; until then they are text. */
function typedMember(typed: ValueKind): (notation: Notation) => ColumnReader {
	return (notation) => ({ typed, read: typedReader('string', notation, typed.maxLength) });
}

/** What is wrong with a column, as the rest of a sentence that starts with it. */
export class ColumnObjection {
	constructor(readonly message: string) {}
}

const object = (message: string) => new ColumnObjection(message);

/** The reader of a counter, such as `events.Purchase.count`. */
function counterReader(
	argument: string,
	[name = '', counter, ...more]: readonly string[],
	notation: Notation,
): ColumnReader | ColumnObjection {
	const readers: Record<string, Reader<JsonValue>> = counterReaders(
		notation,
		argument === 'events',
	);
	const [problem] = problemsOfName(name);
	if (problem !== undefined) return object(`has a name that ${problem}`);
	const read = counter !== undefined && Object.hasOwn(readers, counter) && readers[counter];
	if (read && more.length === 0) return { read };
	return object(`must end with one of ${Object.keys(readers).join(', ')}`);
}

/**
 * The reader of a column that gives an argument or a member of one.
 *
 * @param members the way to the member; none for a whole argument
 */
export function columnReader(
	argument: string,
	type: ParameterType,
	members: readonly string[],
	notation: Notation,
): ColumnReader | ColumnObjection {
	if (members.length === 0) {
		return { read: argumentReader(argument, type, notation) };
	}
	if (members.includes('')) return object('has a name with nothing before or after a dot');
	if (argument === 'events' || argument === 'states') {
		return counterReader(argument, members, notation);
	}
	const member = Object.hasOwn(MEMBERS, argument) ? MEMBERS[argument]! : undefined;
	if (!member) return object(`can't have a dot, because "${argument}" is a single value`);
	if (members.length > member.depth) {
		return object(
			member.depth === 1
				? `can't have a second dot, because values of "${argument}" can't be objects`
				: `can have up to ${member.depth} dots`,
		);
	}
	const [problem] = member.ruled ? problemsOfName(members[0]!) : [];
	return problem === undefined ? member.read(notation) : object(`has a name that ${problem}`);
}
