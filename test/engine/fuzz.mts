import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** Values that have broken programs before. */
export const NASTY: readonly unknown[] = [
	'',
	' ',
	'\u0000',
	'x'.repeat(5000),
	'a,'.repeat(5000),
	`${'1'.repeat(5000)}x`,
	`${'@'.repeat(5000)} `,
	'naïve 名前 🦊 \u202e\u200b',
	'\ud83e',
	'\udd8a lone',
	'__proto__',
	'constructor',
	'toString',
	'{"__proto__":{"polluted":true}}',
	'{"constructor":{"prototype":{"polluted":true}}}',
	'{"a":1e400}',
	'['.repeat(2000) + ']'.repeat(2000),
	`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
	'9007199254740993',
	'-9007199254740993',
	'2026-02-30',
	'+275760-09-13T00:00:00.001Z',
	'99999999999999999999',
	'0x10',
	'1e999',
	'NaN',
	'null',
	'undefined',
	0,
	-0,
	-1,
	0.1,
	1e21,
	2 ** 53 - 1,
	2 ** 53,
	2 ** 53 + 2,
	Number.NaN,
	Number.POSITIVE_INFINITY,
	Number.MIN_VALUE,
	true,
	false,
	null,
	[],
	[null],
	[[['x']]],
	{},
	{ a: { b: { c: {} } } },
	{ toString: 'x' },
	JSON.parse('{"__proto__":{"polluted":true}}'),
	new Date(Number.NaN),
	new Date(8.64e15),
];

/** Any value that an expression can give, the nasty ones more often. */
export const values: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(...NASTY) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
	{ weight: 1, arbitrary: fc.double() },
	{ weight: 1, arbitrary: fc.maxSafeInteger() },
	{ weight: 1, arbitrary: fc.date({ noInvalidDate: false }) },
	{ weight: 1, arbitrary: fc.jsonValue() },
	{ weight: 1, arbitrary: fc.json() },
);

/** What decides which fields there are, and is chosen from a list in the node rather than computed. */
const STRUCTURE = new Set([
	'resource',
	'operation',
	'mode',
	'identifyBy',
	'attributesFrom',
	'type',
	'dataType',
	'__rl',
]);

/** The ways to all values that a user can fill in. */
export function leavesOf(parameters: unknown, way: readonly string[] = []): string[][] {
	if (typeof parameters !== 'object' || parameters === null) return [[...way]];
	const isLocator = '__rl' in parameters;
	return Object.entries(parameters).flatMap(([name, value]) =>
		STRUCTURE.has(name) || (isLocator && name === 'mode') ? [] : leavesOf(value, [...way, name]),
	);
}

/** Parameters in which one value is an expression for the item's own. */
export function withFuzzed(parameters: INodeParameters, way: readonly string[]): INodeParameters {
	const changed = structuredClone(parameters);
	let place = changed as Record<string, unknown>;
	for (const name of way.slice(0, -1)) place = place[name] as Record<string, unknown>;
	place[way.at(-1)!] = '={{ $json.value }}';
	return changed;
}

/** Items that each hold a value. */
export function itemsOf(list: readonly unknown[]): IDataObject[] {
	return list.map((value) => ({ value }) as IDataObject);
}
