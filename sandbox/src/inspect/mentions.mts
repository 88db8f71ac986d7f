/** Values inside values are looked at so deep; JSON from outside can be nested without end. */
const MAX_DEPTH = 12;

/** Whether a word (in lower case) stands in a value: in a text, a number, or the name of a field. */
export function mentions(value: unknown, word: string, depth = 0): boolean {
	if (typeof value === 'string') return value.toLowerCase().includes(word);
	if (value === null || value === undefined) return false;
	if (typeof value !== 'object') return String(value).toLowerCase().includes(word);
	if (depth > MAX_DEPTH) return false;
	if (Array.isArray(value)) return value.some((entry) => mentions(entry, word, depth + 1));
	const fields: Iterable<[unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
	for (const [name, field] of fields) {
		if (mentions(name, word, depth + 1) || mentions(field, word, depth + 1)) return true;
	}
	return false;
}

/** The words of a search, in lower case; all of them must be found. */
export const wordsOf = (query: string): string[] =>
	query.toLowerCase().split(/\s+/).filter(Boolean);
