/** `npm run editor`: an n8n to play with, ready to use, with a local Leanplum beside it. */
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OWNER } from './lib/api.mts';
import { buildAndPack, installLibraries } from './lib/prepare.mts';
import { run } from './lib/process.mts';

await installLibraries();
const [{ openStage }, { exampleFile, exampleNames, withCredentials }, { NEWEST }] =
	await Promise.all([
		import('./lib/stage.mts'),
		import('./lib/examples.mts'),
		import('./lib/versions.mts'),
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

console.log('Building and packing …');
await run(['npm', 'run', 'build:sandbox']);
const tarball = await buildAndPack();
console.log('Starting n8n and the sandbox …');
const stage = await openStage(NEWEST, tarball, Number(process.env.PORT) || undefined);
const { server, sandbox, credential } = stage;
const names = await exampleNames();
for (const name of names) {
	await server.api.createWorkflow(
		withCredentials(await exampleFile(name), { leanplumApi: credential }),
	);
}
console.log(`
n8n runs on        ${server.url}
Sign in with       ${OWNER.email}   ${OWNER.password}
Workflows          ${names.join(', ')}
Local Leanplum     ${sandbox.apiUrl} (what it received: ${sandbox.adminUrl}/requests)

Everything is thrown away when it stops. Ctrl-C stops it.`);
show(server.url);

let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	console.log('\nStopping …');
	await stage.close();
	await rm(dirname(tarball), { recursive: true, force: true });
	process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
