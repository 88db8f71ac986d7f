import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run, start, until, type RunningProcess } from './process.mts';

export interface Redis extends RunningProcess {
	/** What n8n's environment needs to use it. */
	env: Record<string, string>;
}

/**
 * Starts a Redis that keeps everything in memory, on the loopback interface only.
 *
 * @param folder where its log goes
 */
export async function startRedis(folder: string, port: number): Promise<Redis> {
	await mkdir(folder, { recursive: true });
	const options = [
		'--bind',
		'127.0.0.1',
		'--port',
		String(port),
		'--save',
		'',
		'--appendonly',
		'no',
	];
	const server = start(['redis-server', ...options], {
		log: join(folder, 'redis.log'),
		cwd: folder,
	});
	const ping = () =>
		run(['redis-cli', '-h', '127.0.0.1', '-p', String(port), 'ping']).then(
			() => true,
			() => false,
		);
	await until('Redis is ready', ping);
	return {
		...server,
		env: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
	};
}
