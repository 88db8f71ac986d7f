/** `npm run editor`: n8n with the nodes, the templates, and a local Leanplum, ready to use. */
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheRoot } from '../testkit/cachedInstall.mts';
import { OWNER } from './lib/api.mts';
import { buildAndPack, installLibraries } from './lib/prepare.mts';
import { run } from './lib/process.mts';

await installLibraries();
const [
	{ openStage },
	{ exampleFile, exampleNames, withCredentials },
	{ NEWEST },
	{ needsOf, playable },
] = await Promise.all([
	import('./lib/stage.mts'),
	import('./lib/examples.mts'),
	import('./lib/versions.mts'),
	import('./lib/playable.mts'),
]);

/** Opens an address in the browser, where there is one. */
function show(url: string): void {
	const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
	const hasScreen =
		process.platform === 'darwin' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
	if (!hasScreen) return;
	spawn(opener, [url], { stdio: 'ignore', detached: true })
		.on('error', () => undefined)
		.unref();
}

/** With `--keep`, workflows and executions are there again at the next start. */
const isKept = process.argv.includes('--keep');
const KEPT = { folder: join(cacheRoot(), 'editor'), sandboxPort: 4567 };

const started = Date.now();
let step = '';
/** Shows what is done, and every ten seconds for how long. */
function begin(next: string): void {
	step = next;
	console.log(`${step} …`);
}
const clock = setInterval(() => {
	console.log(`${step} … (${Math.round((Date.now() - started) / 1000)} seconds so far)`);
}, 10_000);

begin('Building the sandbox');
await run(['npm', 'run', 'build:sandbox']);
begin('Building and packing the nodes');
const tarball = await buildAndPack();
if (isKept) await mkdir(KEPT.folder, { recursive: true });
const port = Number(process.env.PORT) || (isKept ? 5678 : undefined);
const stage = await openStage(NEWEST, tarball, port, isKept ? KEPT : undefined, begin);
const { server, sandbox, credential } = stage;
const ready: string[] = [];
const lacking: string[] = [];
if (stage.isNew) begin('Importing the workflow templates');
for (const name of await exampleNames()) {
	const file = await exampleFile(name);
	const needs = needsOf(file);
	if (needs.length === 0) ready.push(`  ${file.name}`);
	else lacking.push(`  ${file.name} (${needs.join(', ')})`);
	if (stage.isNew) {
		const workflow = withCredentials(await playable(name, file), { leanplumApi: credential });
		await server.api.createWorkflow(workflow);
	}
}
clearInterval(clock);
console.log(`
n8n               ${server.url}
Sign in with      ${OWNER.email}   ${OWNER.password}
Inspector         ${sandbox.adminUrl.replace(/\/admin$/, '/inspector/')}
API URL           ${sandbox.apiUrl}

Workflows that run with a click
${ready.join('\n')}

Workflows that need another service
${lacking.join('\n')}

To stop, press Ctrl-C. ${
	isKept
		? `Your work is kept in ${KEPT.folder}. To continue, run "npm run editor -- --keep" again.`
		: 'This deletes everything. To keep your work, start with "npm run editor -- --keep".'
}`);
show(server.url);

let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	console.log('\nStopping …');
	await stage.close(isKept);
	await rm(dirname(tarball), { recursive: true, force: true });
	process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
