import { isRecord, ownRecord, setOwn } from '../basics/json.mjs';
import type { App } from './app.mjs';
import type { AbTest, Variant } from './content.mjs';
import type { User } from './user.mjs';

/** Variables as a tree, and the variants of running A/B tests that the user is in. */
export interface ContentVariables {
	vars: Record<string, unknown>;
	variants: { abTestId: string; variantId: string }[];
}

/** The parts of a variable's name: dots group, a backslash takes their meaning away (OAS setVars). */
function nameParts(name: string): string[] {
	const parts = [''];
	for (let index = 0; index < name.length; index++) {
		const character = name.charAt(index);
		if (character === '.') {
			parts.push('');
		} else {
			if (character === '\\') index += 1;
			parts[parts.length - 1] += character === '\\' ? name.charAt(index) : character;
		}
	}
	return parts;
}

/** Variables by dotted name; a group may be given as an object instead. */
export function flatVariables(vars: Record<string, unknown>, prefix = ''): [string, unknown][] {
	return Object.entries(vars).flatMap(([name, value]): [string, unknown][] =>
		isRecord(value) && Object.keys(value).length > 0
			? flatVariables(value, `${prefix}${name}.`)
			: [[prefix + name, value]],
	);
}

function put(tree: Record<string, unknown>, name: string, value: unknown): void {
	const parts = nameParts(name);
	const leaf = parts.pop() ?? name;
	let group = tree;
	for (const part of parts) group = ownRecord(group, part);
	setOwn(group, leaf, value);
}

/** The variant of a test that a user falls into; the user's bucket decides, so it never changes. */
export function variantOf(test: AbTest, user: User): Variant | undefined {
	let share = user.userBucket / 10;
	for (const variant of test.variants) {
		if (share < variant.percent) return variant;
		share -= variant.percent;
	}
	return undefined;
}

/** The values that a user sees: the defaults, over which the variants of running tests lie. */
export function contentVariables(app: App, user: User, includeDefaults: boolean): ContentVariables {
	const vars: Record<string, unknown> = {};
	const variants: ContentVariables['variants'] = [];
	if (includeDefaults) {
		for (const [name, value] of app.variables) put(vars, name, value);
	}
	for (const test of app.abTests.values()) {
		const variant = test.state === 'active' ? variantOf(test, user) : undefined;
		if (!variant) continue;
		variants.push({ abTestId: test.id, variantId: variant.id });
		for (const { name, value } of variant.variables) put(vars, name, value);
	}
	return { vars, variants };
}
