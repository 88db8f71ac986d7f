import { isRecord } from '../json.mjs';
import type { App } from './app.mjs';
import type { AbTest, Variant } from './content.mjs';
import type { User } from './user.mjs';

/** Variables as a tree, and the variants of running A/B tests that the user is in. */
export interface ContentVariables {
	vars: Record<string, unknown>;
	variantIds: string[];
}

/** The parts of a variable's name: dots group, a backslash takes their meaning away (OAS setVars). */
export function nameParts(name: string): string[] {
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

function put(tree: Record<string, unknown>, name: string, value: unknown): void {
	const parts = nameParts(name);
	const leaf = parts.pop() ?? name;
	let group = tree;
	for (const part of parts) {
		const existing = Object.hasOwn(group, part) ? group[part] : undefined;
		const next: Record<string, unknown> = isRecord(existing) ? existing : {};
		define(group, part, next);
		group = next;
	}
	define(group, leaf, value);
}

/** Sets an own property whatever its name, `__proto__` included. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
	Object.defineProperty(target, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
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
	const variantIds: string[] = [];
	if (includeDefaults) {
		for (const [name, value] of app.variables) put(vars, name, value);
	}
	for (const test of app.abTests.values()) {
		const variant = test.state === 'active' ? variantOf(test, user) : undefined;
		if (!variant) continue;
		variantIds.push(variant.id);
		for (const { name, value } of variant.variables) put(vars, name, value);
	}
	return { vars, variantIds };
}
