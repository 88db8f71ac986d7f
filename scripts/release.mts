/**
 * The parts of a release that release-it leaves to us (see .release-it.json):
 *
 * - without arguments: fails, before anything is changed, when something is missing
 * - `VERSION`: writes the version into the changelog and the sandbox, which is published with the nodes
 * - `--notes`: prints the changelog of the version that package.json has
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { notesOf, withRelease } from '../generate/release/changelog.mts';
import { homeOf, npmReadme, type Manifest } from '../generate/release/npmReadme.mts';
import { placesToFill } from '../generate/release/owner.mts';

type NpmFile = Manifest & { packages?: Record<string, { version: string }> };

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as NpmFile;
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const [argument] = process.argv.slice(2);

/** Changes a file of npm's, in npm's own form. */
function change(file: string, set: (file: NpmFile) => void): void {
	const [indent] = /^[ \t]+/m.exec(readFileSync(file, 'utf8'))!;
	const manifest = read(file);
	set(manifest);
	writeFileSync(file, `${JSON.stringify(manifest, null, indent)}\n`);
}

if (argument === undefined) {
	console.log(notesOf(changelog, 'Unreleased'));
	const open = placesToFill();
	if (open.length > 0) {
		console.error(
			`\nThe owner's values are missing here, see CONTRIBUTING.md:\n${open.join('\n')}`,
		);
		process.exitCode = 1;
	}
} else if (argument === '--notes') {
	const manifest = read('package.json');
	console.log(npmReadme(notesOf(changelog, manifest.version), homeOf(manifest)));
} else {
	const today = new Date().toISOString().slice(0, 10);
	writeFileSync('CHANGELOG.md', withRelease(changelog, argument, today));
	change('sandbox/package.json', (manifest) => (manifest.version = argument));
	change('package-lock.json', ({ packages }) => (packages!.sandbox!.version = argument));
}
