import { isNestedWithin, isObject, parseJson } from '../protocol/basics/json';

/** No values of Leanplum's are nested deeper. */
const MAX_DEPTH = 100;

/** A number in its plain form, so that "007" and "1.50" stay what they are; all else is text. */
function scalarOf(text: string): string | number {
	const number = Number(text);
	const holds = Number.isInteger(number) ? Number.isSafeInteger(number) : Number.isFinite(number);
	return holds && String(number) === text ? number : text;
}

/** The entries of a list as `[a, b]`, or as JSON where they are in quotes; `undefined` for no list. */
function listOf(cell: string): unknown[] | undefined {
	const text = cell.trim();
	if (!text.startsWith('[') || !text.endsWith(']')) return undefined;
	const inner = text.slice(1, -1).trim();
	if (inner === '') return [];
	const parsed = inner.includes('"') ? parseJson(text) : undefined;
	if (Array.isArray(parsed) && isNestedWithin(parsed, MAX_DEPTH)) return parsed;
	return inner.split(',').map((entry) => scalarOf(entry.trim()));
}

/** The value that a cell gives in an object: a list, a number in its plain form, else text (G:import csv). */
export function cellValue(cell: string): unknown {
	return listOf(cell) ?? scalarOf(cell);
}

/** The list that a cell gives; a single value is a list of one. */
export function cellList(cell: string): unknown[] {
	return listOf(cell) ?? [scalarOf(cell)];
}

/** The JSON object that a cell holds; `undefined` when it holds none. */
export function cellObject(cell: string): Record<string, unknown> | undefined {
	const parsed = parseJson(cell);
	return isObject(parsed) && isNestedWithin(parsed, MAX_DEPTH) ? parsed : undefined;
}
