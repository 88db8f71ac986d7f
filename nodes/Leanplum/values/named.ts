import type { JsonValue } from '../protocol/basics/json';
import { isEmpty } from './blank';
import { readJson } from './json';
import { readList, readScalar, type Scalar } from './list';
import { MAX_NAME_LENGTH } from './names';
import { EMPTY, type Reading } from './reading';

/** The most parameters of an event or a state (D:api-limits). */
export const MAX_PARAMETERS = 50;

const SCALAR_OR_LIST = 'must be text, a number, true or false, or a list of them, not an object';
const SCALAR = 'must be text, a number, true or false, not a list or an object';

/**
 * Reads the value of an attribute, or values to add to or remove from one: text, a number, true or false,
 * or a list of them. The type stays; dates become ISO 8601.
 */
export function readAttribute(given: unknown): Reading<Scalar | Scalar[]> {
	if (Array.isArray(given)) return readList(given, ',', MAX_NAME_LENGTH);
	return isEmpty(given) ? EMPTY : readScalar(given, MAX_NAME_LENGTH, SCALAR_OR_LIST);
}

/** Reads a parameter of an event or a state: a single value of an attribute's types. */
export function readParameter(given: unknown): Reading<Scalar> {
	return isEmpty(given) ? EMPTY : readScalar(given, MAX_NAME_LENGTH, SCALAR);
}

/** What is wrong with a template value that is empty. */
export const NO_TEMPLATE_VALUE = 'is empty, so Leanplum would print its name. Enter a value';

/**
 * Reads the value of a placeholder in a message, which may hold lists and objects to loop over.
 *
 * @param onNothing gives what stands for null, also inside lists and objects; for empty text only at the top
 */
export function readTemplateValue(
	given: unknown,
	onNothing: (given: unknown) => Reading<JsonValue>,
): Reading<JsonValue> {
	return isEmpty(given) ? onNothing(given) : readJson(given, onNothing);
}
