import { isEmpty, trim } from './blank';
import { accept, EMPTY, refuse, type Reading } from './reading';
import { readEach } from './list';

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
	return readEach(given, (entry) => readChoice(entry, choices));
}

/** Choices whose labels are their values. */
export const plainChoices = <Value extends string>(
	values: readonly Value[],
): ReadonlyArray<Choice<Value>> => values.map((value) => ({ name: value, value }));

/** The channels that a user can unsubscribe from (reference A.4). */
export const UNSUBSCRIBE_CHANNELS = [
	'Email',
	'Newsfeed Message',
	'Push Notification',
	'Webhook',
] as const;

/** What Leanplum does with a user that it doesn't know. */
export const CREATE_DISPOSITIONS = [
	{ name: 'Create the User', value: 'CreateIfNeeded' },
	{ name: 'Skip the Request', value: 'CreateNever' },
] as const;

/** How an event relates to a session of the user (OAS track). */
export const SESSION_HANDLINGS = [
	{ name: 'Active', value: 'active' },
	{ name: 'Passive', value: 'passive' },
	{ name: 'Require a Session', value: 'requireActive' },
] as const;

/** Where a latitude and longitude come from. */
export const LOCATION_ACCURACIES = [
	{ name: 'Cell Network', value: 'CELL' },
	{ name: 'GPS', value: 'GPS' },
	{ name: 'IP Address', value: 'IP' },
] as const;
