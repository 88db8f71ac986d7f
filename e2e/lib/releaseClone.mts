import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './process.mts';

/** Whoever releases. */
const PERSON = { name: 'Release Test', email: 'release@n8n-nodes-leanplum.test' };

/** A fresh clone of what is committed here, with a bare repository as its origin. */
export class ReleaseClone {
	private constructor(
		readonly folder: string,
		readonly origin: string,
	) {}

	/** Clones, and installs as the README says. */
	static async in(folder: string): Promise<ReleaseClone> {
		const origin = join(folder, 'origin.git');
		await run(['git', 'init', '--quiet', '--bare', '--initial-branch=main', origin]);
		// A machine of CI may have the newest commit only.
		await run(['git', '-C', origin, 'config', 'receive.shallowUpdate', 'true']);
		await run(['git', 'push', '--quiet', origin, 'HEAD:refs/heads/main']);
		const clone = new ReleaseClone(join(folder, 'clone'), origin);
		await run(['git', 'clone', '--quiet', origin, clone.folder]);
		await clone.run('git', 'config', 'user.name', PERSON.name);
		await clone.run('git', 'config', 'user.email', PERSON.email);
		await clone.run('npm', 'ci', '--no-audit', '--no-fund');
		return clone;
	}

	/** @returns what the command printed */
	async run(...command: string[]): Promise<string> {
		return (await run(command, { cwd: this.folder })).trim();
	}

	read(file: string): Promise<string> {
		return readFile(join(this.folder, file), 'utf8');
	}

	async manifest(folder = '.'): Promise<{ version: string }> {
		return JSON.parse(await this.read(join(folder, 'package.json'))) as { version: string };
	}

	/** Fills in an owner's values where placeholders are left. */
	async fillIn(): Promise<void> {
		const given = { ...PERSON, home: 'https://github.com/example/leanplum', account: '@example' };
		const options = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
		await this.run('npm', 'run', 'owner', '--', ...options);
	}

	/** Writes an entry under Unreleased, which a release needs. */
	async addEntry(entry: string): Promise<void> {
		const file = join(this.folder, 'CHANGELOG.md');
		const text = await readFile(file, 'utf8');
		await writeFile(file, text.replace('## [Unreleased]\n', `## [Unreleased]\n\n${entry}\n`));
	}

	async commitAndPush(subject: string): Promise<void> {
		await this.run('git', 'commit', '--quiet', '--all', '--message', subject);
		await this.run('git', 'push', '--quiet');
	}

	/** What the origin has. */
	async inOrigin(...command: string[]): Promise<string> {
		return (await run(['git', '-C', this.origin, ...command])).trim();
	}
}
