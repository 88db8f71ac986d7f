import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePorts } from './ports.mts';
import { start, until } from './process.mts';

const VERDACCIO = resolve('e2e/registry/node_modules/verdaccio/bin/verdaccio');

/** Everyone reads, who is signed in publishes, and nothing is fetched from another registry. */
const CONFIGURATION = `
storage: ./storage
auth: { htpasswd: { file: ./htpasswd } }
uplinks: {}
packages: { '**': { access: $all, publish: $authenticated } }
web: { enable: false }
log: { type: stdout, format: pretty, level: warn }
`;

/** An npm registry on the loopback interface. */
export interface Registry {
	/** With a slash at its end, as npm has it. */
	url: string;
	/** Of a user who may publish. */
	token: string;
	close(): Promise<void>;
}

/** Starts an empty registry. @param folder for what it stores */
export async function startRegistry(folder: string): Promise<Registry> {
	await mkdir(folder, { recursive: true });
	const config = join(folder, 'config.yaml');
	await writeFile(config, CONFIGURATION);
	const [port] = await freePorts(1);
	const url = `http://127.0.0.1:${port}/`;
	const verdaccio = [process.execPath, VERDACCIO, '--config', config, '--listen', url];
	const server = start(verdaccio, { log: join(folder, 'log'), cwd: folder });
	await until('The registry answers', async () => {
		if (!server.running()) throw new Error(`The registry ended, see ${join(folder, 'log')}.`);
		return (await fetch(`${url}-/ping`).catch(() => undefined))?.ok;
	});
	const user = { name: 'owner', password: 'Sandbox-2026' };
	const response = await fetch(`${url}-/user/org.couchdb.user:${user.name}`, {
		method: 'PUT',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(user),
	});
	const { token } = (await response.json()) as { token: string };
	return { url, token, close: () => server.stop() };
}
