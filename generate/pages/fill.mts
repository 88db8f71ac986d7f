/** What a page has between the marks of an example. */
const EXAMPLE = /(<!-- example: ([\w-]+) -->)\n([\s\S]*?)(<!-- \/example -->)/g;

/** Names of the examples that a page has room for. */
export function examplesIn(page: string): string[] {
	return [...page.matchAll(EXAMPLE)].map(([, , name]) => name!);
}

/** What a page shows of an example. */
export function shownIn(page: string, name: string): string | undefined {
	return [...page.matchAll(EXAMPLE)].find(([, , found]) => found === name)?.[3];
}

/**
 * A text without what differs from run to run: days, times, random numbers of jobs, ports, and the
 * white space that the formatter arranges.
 */
export function steady(text: string): string {
	return text
		.replace(/\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?/g, 'DAY')
		.replace(/\b20\d{6}\b/g, 'DAY')
		.replace(/\d+ days ago/g, 'DAYS ago')
		.replace(/127\.0\.0\.1:\d+\/files\/[\w-]+\/[\w-]+/g, 'FILE')
		.replace(/\bapp_[0-9a-f]+/g, 'APP')
		.replace(/_\d{10,}_-?\d+/g, '_JOB')
		.replace(/\b48101100030\d+/g, 'POSTBACK')
		.replace(/-?\b(?!48101100)\d{16,}\b/g, 'INT64')
		.replace(/\b1\d{9}(\.\d+)?\b/g, 'SECONDS')
		.replace(/"numBytes": *\d+/g, 'BYTES')
		.replace(/\s+/g, '');
}

/** Puts examples in their places; what says the same as before stays as it is. */
export function fill(page: string, made: ReadonlyMap<string, string>): string {
	return page.replace(EXAMPLE, (all, begin: string, name: string, before: string, end: string) => {
		const text = made.get(name);
		if (text === undefined) throw new Error(`There is no example "${name}".`);
		return steady(text) === steady(before) ? all : `${begin}\n\n${text}\n\n${end}`;
	});
}
