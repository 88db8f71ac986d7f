/**
 * The values that only the owner of the package has. `npm run owner` lists the places that wait for
 * one and fails while there are any; with `--home`, `--name`, `--email` and `--account` it fills them in.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import {
	fillIn,
	OWNER_VALUES,
	placesToFill,
	type OwnerValues,
} from '../generate/release/owner.mts';

const names = Object.keys(OWNER_VALUES) as Array<keyof OwnerValues>;
const { values } = parseArgs({
	options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
});
const given = names.filter((name) => values[name] !== undefined);
if (given.length > 0) {
	const missing = names.filter((name) => !given.includes(name));
	if (missing.length > 0)
		throw new Error(`Missing: ${missing.map((name) => `--${name}`).join(', ')}`);
	// The values are longer or shorter than what stood there.
	execFileSync('npx', [
		'prettier',
		'--write',
		'--ignore-unknown',
		...fillIn(values as OwnerValues),
	]);
}
const open = placesToFill();
for (const place of open) console.log(place);
console.log(
	open.length === 0 ? 'No placeholder is left.' : `${open.length} places are to be filled in.`,
);
process.exitCode = open.length === 0 ? 0 : 1;
