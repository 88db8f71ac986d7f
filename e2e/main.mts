/**
 * Prepares and runs one of the suites: `tsx e2e/main.mts n8n` or `… queue`. With `--pictures FOLDER`
 * the pictures of the editor are kept there.
 */
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { installN8n } from './lib/install.mts';
import { buildAndPack, installOwnLibraries } from './lib/prepare.mts';
import { table } from './lib/table.mts';
import { NEWEST, OLDEST } from './lib/versions.mts';

const SUITES: Record<string, { file: string; versions: string[] }> = {
	n8n: { file: 'n8n.test.mts', versions: [NEWEST.version, OLDEST.version] },
	queue: { file: 'queue.test.mts', versions: [NEWEST.version] },
};

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { pictures: { type: 'string' } },
});
const suite = SUITES[positionals[0] ?? ''];
if (!suite) {
	console.error(`Which suite? One of: ${Object.keys(SUITES).join(', ')}`);
	process.exit(2);
}

const started = Date.now();
await installOwnLibraries();
for (const version of suite.versions) await installN8n(version);
console.log('Building and packing the nodes …');
const tarball = await buildAndPack();
process.env.LEANPLUM_TARBALL = tarball;
if (values.pictures) process.env.LEANPLUM_PICTURES = resolve(values.pictures);
console.log(`Ready after ${Math.round((Date.now() - started) / 1000)} s\n`);

const events = run({ files: [resolve('e2e', suite.file)], concurrency: 1 });
events.on('test:fail', () => {
	process.exitCode = 1;
});
for await (const text of table(events)) process.stdout.write(text);
await rm(dirname(tarball), { recursive: true, force: true });
