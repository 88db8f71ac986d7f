import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './process.mts';

/** Folders with the package.json and lockfile of each n8n that is tested. */
const RECIPES = new URL('../n8n/', import.meta.url);

/** Written last: a folder without it was not finished. */
const MARKER = '.complete';

/** Node.js comes from npm as well, with the headers that native modules are built against. */
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;

export interface InstalledN8n {
	version: string;
	/** The program n8n, to be run with `node`. */
	bin: string;
	/** The Node.js that this n8n is run on. */
	node: string;
}

function cacheRoot(): string {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-leanplum');
}

/** The folder of an installation; another one for each content of the lockfile. */
async function folderFor(version: string): Promise<string> {
	const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
	for (const name of ['package.json', 'package-lock.json']) {
		hash.update(await readFile(new URL(`${version}/${name}`, RECIPES)));
	}
	return join(cacheRoot(), `n8n-${version}-${hash.digest('hex').slice(0, 12)}`);
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

/** Prints how far an installation is, every 15 seconds until `end` is called. */
function reportProgress(version: string, packages: number) {
	const started = Date.now();
	let downloaded = 0;
	let step: string | undefined;
	const say = () => {
		const seconds = Math.round((Date.now() - started) / 1000);
		const done = `${Math.min(downloaded, packages)} of ${packages} packages`;
		console.log(`  n8n ${version}: ${step ?? done}, ${seconds} s`);
	};
	const timer = setInterval(say, 15_000);
	return {
		/** Counts the packages that npm reports. */
		heard: (text: string) => (downloaded += text.match(/npm http (?:fetch|cache)/g)?.length ?? 0),
		begin: (name: string) => (step = name),
		end: () => clearInterval(timer),
	};
}

async function installInto(folder: string, version: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await cp(new URL(`${version}/`, RECIPES), folder, { recursive: true });
	const lockfile = await readFile(join(folder, 'package-lock.json'), 'utf8');
	const { packages } = JSON.parse(lockfile) as { packages: object };
	const progress = reportProgress(version, Object.keys(packages).length);
	const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
	try {
		await run(['npm', 'ci', ...options], { cwd: folder, onMessage: progress.heard });
		progress.begin('building sqlite3');
		const nodeHome = join(folder, 'node_modules', NODE_PACKAGE);
		// The only one of n8n's packages that has to be compiled; the others bring what they need.
		await run(['npm', 'rebuild', 'sqlite3', '--ignore-scripts=false'], {
			cwd: folder,
			env: {
				...process.env,
				PATH: `${join(nodeHome, 'bin')}:${process.env.PATH}`,
				npm_config_nodedir: nodeHome,
			},
		});
	} finally {
		progress.end();
	}
	await writeFile(join(folder, MARKER), `${new Date().toISOString()}\n`);
}

/**
 * Makes sure that an n8n with its own Node.js lies in the cache (`$XDG_CACHE_HOME`, normally
 * `~/.cache`). The first time takes minutes and 3 GB; it is finished completely or not at all.
 *
 * @param version a folder under `e2e/n8n/`
 */
export async function installN8n(version: string): Promise<InstalledN8n> {
	const folder = await folderFor(version);
	if (!existsSync(join(folder, MARKER))) {
		console.log(`Installing n8n ${version} into ${folder} (3 GB, some minutes, only once)`);
		await mkdir(dirname(folder), { recursive: true });
		await sweep();
		const partial = `${folder}.partial-${process.pid}`;
		await installInto(partial, version);
		// Another run may have been faster; then its copy is as good.
		await rename(partial, folder).catch(async (error: unknown) => {
			if (!existsSync(join(folder, MARKER))) throw error;
			await rm(partial, { recursive: true, force: true });
		});
	}
	const modules = join(folder, 'node_modules');
	return {
		version,
		bin: join(modules, 'n8n', 'bin', 'n8n'),
		node: join(modules, NODE_PACKAGE, 'bin', 'node'),
	};
}
