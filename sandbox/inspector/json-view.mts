import { h, type Child } from './dom.mjs';

/** Longer texts are cut; the copy button gives all of them. */
const MAX_TEXT = 2_000;
const MAX_ENTRIES = 200;

const indent = (depth: number): string => '  '.repeat(depth);

function scalar(value: unknown): Child {
	if (typeof value === 'string') {
		const shown = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
		return h('span', { class: 'j-text' }, JSON.stringify(shown));
	}
	const kind = typeof value === 'number' || typeof value === 'bigint' ? 'j-number' : 'j-word';
	return h('span', { class: kind }, String(value));
}

function entries(
	open: string,
	close: string,
	parts: readonly [name: string | undefined, value: unknown][],
	depth: number,
): Child {
	if (parts.length === 0) return open + close;
	const lines = parts
		.slice(0, MAX_ENTRIES)
		.map(
			([name, value], index): Child => [
				indent(depth + 1),
				name !== undefined && [h('span', { class: 'j-name' }, JSON.stringify(name)), ': '],
				node(value, depth + 1),
				index < parts.length - 1 ? ',\n' : '\n',
			],
		);
	const rest = parts.length - MAX_ENTRIES;
	return [
		`${open}\n`,
		lines,
		rest > 0 && `${indent(depth + 1)}… and ${rest} more\n`,
		indent(depth) + close,
	];
}

function node(value: unknown, depth: number): Child {
	if (Array.isArray(value)) {
		return entries(
			'[',
			']',
			value.map((entry): [undefined, unknown] => [undefined, entry]),
			depth,
		);
	}
	if (typeof value === 'object' && value !== null) {
		return entries('{', '}', Object.entries(value), depth);
	}
	return scalar(value);
}

/** A value as JSON with colours, made of text nodes only. */
export const jsonView = (value: unknown): HTMLElement =>
	h('pre', { class: 'json', tabindex: 0, role: 'group', 'aria-label': 'JSON' }, node(value, 0));
