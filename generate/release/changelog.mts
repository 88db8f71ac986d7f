/**
 * The entries of a part of the changelog.
 *
 * @param version a released one, or `Unreleased`
 * @throws Error when there are none
 */
export function notesOf(changelog: string, version: string): string {
	const start = changelog.split(`\n## [${version}]`)[1];
	const notes = start?.split('\n').slice(1).join('\n').split(/^## /m)[0]!.trim();
	if (!notes) throw new Error(`CHANGELOG.md has no entry under [${version}]. Write one first.`);
	return notes;
}

/**
 * Gives what is unreleased its version and day, below an empty part for what comes next. Nothing else
 * changes.
 *
 * @param day as YYYY-MM-DD
 * @throws Error when nothing is unreleased, or the version is there already
 */
export function withRelease(changelog: string, version: string, day: string): string {
	notesOf(changelog, 'Unreleased');
	if (changelog.includes(`\n## [${version}]`)) {
		throw new Error(`CHANGELOG.md has a part [${version}] already.`);
	}
	return changelog.replace(
		'\n## [Unreleased]\n',
		`\n## [Unreleased]\n\n## [${version}] - ${day}\n`,
	);
}
