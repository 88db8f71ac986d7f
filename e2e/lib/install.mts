import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cachedInstall } from '../../testkit/cachedInstall.mts';
import { run } from './process.mts';

/** Folders with the package.json and lockfile of each n8n that is tested. */
const RECIPES = new URL('../n8n/', import.meta.url);

/** Node.js comes from npm as well, with the headers that native modules are built against. */
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;

export interface InstalledN8n {
	version: string;
	/** The program n8n, to be run with `node`. */
	bin: string;
	/** The Node.js that this n8n is run on. */
	node: string;
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
	console.log(`Installing n8n ${version} into ${dirname(folder)} (3 GB, some minutes, only once)`);
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
}

/**
 * Makes sure that an n8n with its own Node.js lies in the cache. The first time takes minutes and 3 GB.
 *
 * @param version a folder under `e2e/n8n/`
 */
export async function installN8n(version: string): Promise<InstalledN8n> {
	const folder = await cachedInstall(`n8n-${version}`, new URL(`${version}/`, RECIPES), (partial) =>
		installInto(partial, version),
	);
	const modules = join(folder, 'node_modules');
	return {
		version,
		bin: join(modules, 'n8n', 'bin', 'n8n'),
		node: join(modules, NODE_PACKAGE, 'bin', 'node'),
	};
}
