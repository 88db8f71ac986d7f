import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * What stands in the repository until its owner gives the real values, and what these look like. Put
 * together here, so that this file is none of the places.
 */
export const OWNER_VALUES = {
	/** The public home; n8n verifies only packages from GitHub. */
	home: {
		placeholder: ['https://example', 'com/n8n-nodes-leanplum'].join('.'),
		form: /^https:\/\/github\.com\/[\w.-]+\/[\w.-]*\w$/,
	},
	/** The author's name and address, the same as in the npm account. */
	name: { placeholder: ['n8n-nodes-leanplum', 'author'].join(' '), form: /\S/ },
	email: {
		placeholder: ['n8n-nodes-leanplum@example', 'com'].join('.'),
		form: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
	},
	/** The user or team on GitHub who reviews changes. */
	account: {
		placeholder: ['@n8n-nodes-leanplum', 'owner'].join('-'),
		form: /^@[\w-]+(\/[\w.-]+)?$/,
	},
};

export type OwnerValues = Record<keyof typeof OWNER_VALUES, string>;

function search(...options: string[]): string[] {
	const patterns = Object.values(OWNER_VALUES).flatMap(({ placeholder }) => ['-e', placeholder]);
	try {
		const found = execFileSync('git', ['grep', '-F', ...options, ...patterns], {
			encoding: 'utf8',
		});
		return found.trim().split('\n');
	} catch (error) {
		// git says so with this code when nothing is found.
		if ((error as { status?: number }).status === 1) return [];
		throw error;
	}
}

/** Every place in the repository that still waits for a value of the owner's, as `file:line:text`. */
export const placesToFill = () => search('-n');

/**
 * Writes the owner's values into all these places.
 *
 * @returns the files that were changed
 * @throws Error naming a value that cannot be one; then nothing is written
 */
export function fillIn(values: OwnerValues): string[] {
	const entries = Object.entries(OWNER_VALUES) as Array<
		[keyof OwnerValues, (typeof OWNER_VALUES)['home']]
	>;
	for (const [name, { form }] of entries) {
		if (!form.test(values[name])) throw new Error(`--${name}: "${values[name]}" cannot be right.`);
	}
	const files = search('-l');
	for (const file of files) {
		const filled = entries.reduce(
			(text, [name, { placeholder }]) => text.replaceAll(placeholder, values[name]),
			readFileSync(file, 'utf8'),
		);
		writeFileSync(file, filled);
	}
	return files;
}
