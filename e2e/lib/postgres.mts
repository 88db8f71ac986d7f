import { chownSync, mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run, start, until, type RunningProcess } from './process.mts';

/** PostgreSQL refuses to run as root; Debian's package brings this user. */
const asRoot = process.getuid?.() === 0;
const USER = 'postgres';

export interface Postgres extends RunningProcess {
	/** What n8n's environment needs to use it. */
	env: Record<string, string>;
	/** Everything it stores, as SQL text. */
	dump(): Promise<string>;
	/** Rows of a query, as text with tabs between the columns. */
	query(sql: string): Promise<string[]>;
}

/** Debian keeps each version in a folder of its own; the newest is taken. */
async function programs(): Promise<string> {
	const root = '/usr/lib/postgresql';
	const versions = await readdir(root).catch(() => []);
	const newest = versions.map(Number).sort((a, b) => b - a)[0];
	if (newest === undefined) {
		throw new Error('PostgreSQL is missing. Install it with: apt-get install postgresql');
	}
	return join(root, String(newest), 'bin');
}

const asUser = (command: string[]) =>
	asRoot
		? ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', '--', ...command]
		: command;

/**
 * Starts a PostgreSQL with an empty database, on the loopback interface only.
 *
 * @param folder where its files go; made anew
 */
export async function startPostgres(folder: string, port: number): Promise<Postgres> {
	const bin = await programs();
	const data = join(folder, 'data');
	mkdirSync(data, { recursive: true });
	if (asRoot) {
		const [uid, gid] = (await run(['sh', '-c', `id -u ${USER}; id -g ${USER}`])).split('\n');
		for (const path of [folder, data]) chownSync(path, Number(uid), Number(gid));
	}
	await run(
		asUser([
			join(bin, 'initdb'),
			'-D',
			data,
			'-U',
			'n8n',
			'-A',
			'trust',
			'-E',
			'UTF8',
			'--no-sync',
		]),
		{ cwd: folder },
	);
	const settings = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: folder,
		fsync: 'off',
		max_connections: '200',
	};
	const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const server = start(
		[join(bin, 'postgres'), '-D', data, '-p', String(port), ...options],
		// With SIGTERM it would wait for its clients to leave.
		{
			log: join(folder, 'postgres.log'),
			cwd: folder,
			stopSignal: 'SIGINT',
			...(asRoot ? { user: USER } : {}),
		},
	);
	const connection = ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n'];
	const ready = () =>
		run([join(bin, 'pg_isready'), ...connection]).then(
			() => true,
			() => false,
		);
	await until('PostgreSQL is ready', ready);
	await run([join(bin, 'createdb'), ...connection, 'n8n']);
	return {
		...server,
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'n8n',
			DB_POSTGRESDB_USER: 'n8n',
		},
		dump: () => run([join(bin, 'pg_dump'), ...connection, 'n8n']),
		async query(sql) {
			const rows = await run([
				join(bin, 'psql'),
				...connection,
				'-d',
				'n8n',
				'-At',
				'-F',
				'\t',
				'-c',
				sql,
			]);
			return rows.split('\n').filter((row) => row !== '');
		},
	};
}
