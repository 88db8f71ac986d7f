/**
 * Prepares and runs one of the suites: `tsx e2e/main.mts n8n`, `… queue`, `… inspector` or `… release`. With `--pictures FOLDER`
 * the pictures of the editor are kept there; with `--tarball FILE` that packed package is tested. `… install` only installs every n8n that they need.
 */
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { run as runTests } from 'node:test';
import { parseArgs } from 'node:util';
import { installN8n } from './lib/install.mts';
import { buildAndPack, installLibraries } from './lib/prepare.mts';
import { run } from './lib/process.mts';
import { table } from './lib/table.mts';
import { IN_N8N, NEWEST } from './lib/versions.mts';

/** A suite: its files, and the versions of n8n in which it runs the packed nodes. */
const SUITES: Record<string, { files: string[]; versions: string[]; packs?: boolean }> = {
	n8n: { files: ['n8n'], versions: IN_N8N.map(({ version }) => version), packs: true },
	queue: { files: ['queue'], versions: [NEWEST.version], packs: true },
	inspector: { files: ['inspector', 'inspectorAccess', 'inspectorForms'], versions: [] },
	release: { files: ['release'], versions: [NEWEST.version] },
	install: { files: [], versions: IN_N8N.map(({ version }) => version) },
};

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { pictures: { type: 'string' }, tarball: { type: 'string' } },
});
const suite = SUITES[positionals[0] ?? ''];
if (!suite) {
	console.error(`Which suite? One of: ${Object.keys(SUITES).join(', ')}`);
	process.exit(2);
}

const started = Date.now();
await installLibraries();
if (suite.files.includes('release')) await installLibraries('registry');
for (const version of suite.versions) await installN8n(version);
if (suite.files.length === 0) process.exit();
console.log('Building …');
await run(['npm', 'run', 'build:sandbox']);
const own = suite.packs && !values.tarball ? await buildAndPack() : undefined;
const tarball = values.tarball ? resolve(values.tarball) : own;
if (tarball) process.env.LEANPLUM_TARBALL = tarball;
if (values.pictures) process.env.LEANPLUM_PICTURES = resolve(values.pictures);
console.log(`Ready after ${Math.round((Date.now() - started) / 1000)} s\n`);

const files = suite.files.map((name) => resolve('e2e', 'tests', `${name}.test.mts`));
const events = runTests({ files, concurrency: 1 });
events.on('test:fail', () => {
	process.exitCode = 1;
});
for await (const text of table(events)) process.stdout.write(text);
if (own) await rm(dirname(own), { recursive: true, force: true });
