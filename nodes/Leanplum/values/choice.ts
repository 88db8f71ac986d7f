import { isEmpty, trim } from './blank';
import { accept, EMPTY, refuse, within, type Reading } from './reading';
import { readList } from './list';

/** One of the values that a field can have. */
export interface Choice<Value extends string = string> {
	/** What the editor shows. */
	readonly name: string;
	/** What is stored and sent. */
	readonly value: Value;
}

const normal = (text: string) => trim(text).toLowerCase();

function listed({ name, value }: Choice): string {
	return value === '' || normal(name) === normal(value) ? name : `${name} (${value})`;
}

/** Reads a choice by its value or its label. Case and blanks around it do not matter. */
export function readChoice<Value extends string>(
	given: unknown,
	choices: ReadonlyArray<Choice<Value>>,
): Reading<Value> {
	if (isEmpty(given)) return EMPTY;
	if (typeof given === 'string') {
		const exact = choices.find(({ value }) => value === given);
		if (exact) return accept(exact.value);
		const wanted = normal(given);
		const found =
			choices.find(({ value }) => normal(value) === wanted) ??
			choices.find(({ name }) => normal(name) === wanted);
		if (found) return accept(found.value);
	}
	return refuse(`must be one of: ${choices.map(listed).join(', ')}`, given);
}

/** Reads several choices: a list, or text separated by commas. */
export function readChoices<Value extends string>(
	given: unknown,
	choices: ReadonlyArray<Choice<Value>>,
): Reading<Value[]> {
	const list = readList(given);
	if (list.kind !== 'value') return list;
	const values: Value[] = [];
	for (const [index, entry] of list.value.entries()) {
		const reading = readChoice(entry, choices);
		if (reading.kind === 'refused') return within(index + 1, reading);
		if (reading.kind === 'value') values.push(reading.value);
	}
	return accept(values);
}

/** Choices whose labels are their values. */
export const plainChoices = <Value extends string>(
	values: readonly Value[],
): ReadonlyArray<Choice<Value>> => values.map((value) => ({ name: value, value }));
