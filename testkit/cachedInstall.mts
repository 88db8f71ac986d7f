import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Written last: a folder without it was not finished. */
const MARKER = '.complete';

/** Where installations that last are kept (`$XDG_CACHE_HOME`, normally `~/.cache`). */
export function cacheRoot(): string {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-leanplum');
}

/** The folder of an installation; another one for each content of the lockfile. */
async function folderFor(name: string, recipe: URL): Promise<string> {
	const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
	for (const file of ['package.json', 'package-lock.json']) {
		hash.update(await readFile(new URL(file, recipe)));
	}
	return join(cacheRoot(), `${name}-${hash.digest('hex').slice(0, 12)}`);
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** Removes what interrupted installations left behind. */
async function sweep(): Promise<void> {
	for (const name of await readdir(cacheRoot())) {
		const pid = /\.partial-(\d+)$/.exec(name)?.[1];
		if (pid === undefined || isAlive(Number(pid))) continue;
		await rm(join(cacheRoot(), name), { recursive: true, force: true });
	}
}

/**
 * Makes sure that packages lie in the cache; they are installed completely or not at all.
 *
 * @param recipe the folder with their package.json and lockfile; ends with a slash
 * @param install installs them in a copy of that folder
 * @returns the folder
 */
export async function cachedInstall(
	name: string,
	recipe: URL,
	install: (folder: string) => Promise<void>,
): Promise<string> {
	const folder = await folderFor(name, recipe);
	if (existsSync(join(folder, MARKER))) return folder;
	await mkdir(cacheRoot(), { recursive: true });
	await sweep();
	const partial = `${folder}.partial-${process.pid}`;
	await cp(recipe, partial, { recursive: true });
	await install(partial);
	await writeFile(join(partial, MARKER), `${new Date().toISOString()}\n`);
	// Another run may have been faster; then its copy is as good.
	await rename(partial, folder).catch(async (error: unknown) => {
		if (!existsSync(join(folder, MARKER))) throw error;
		await rm(partial, { recursive: true, force: true });
	});
	return folder;
}
