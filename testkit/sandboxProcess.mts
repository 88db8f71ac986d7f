import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { AppIdentity } from 'leanplum-sandbox';
import { client, type AdminClient } from 'leanplum-sandbox/client';

/** Relative to the repository, where npm runs every script. */
const CLI = resolve('sandbox/dist/cli.mjs');

/** A sandbox that runs somewhere. */
export interface RunningSandbox {
	apiUrl: string;
	admin: AdminClient;
}

/** A sandbox in a process of its own, as end users run it. */
export interface SandboxProcess extends AppIdentity, RunningSandbox {
	adminUrl: string;
	pid: number;
	stop(): Promise<void>;
}

async function firstLine(child: ChildProcess): Promise<string> {
	if (!child.stdout) throw new Error('The sandbox has no standard output.');
	for await (const line of createInterface({ input: child.stdout })) return line;
	throw new Error('The sandbox ended before it was ready. Was it built (npm run build)?');
}

/**
 * Starts `leanplum-sandbox` on a free port. It ends with `stop()`, and by itself when the process
 * that started it ends.
 */
export async function startSandboxProcess(extraArgs: string[] = []): Promise<SandboxProcess> {
	const args = [CLI, '--port', '0', '--json', '--exit-with-parent', ...extraArgs];
	const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
	const started = JSON.parse(await firstLine(child)) as AppIdentity & {
		apiUrl: string;
		adminUrl: string;
		pid: number;
	};
	const admin = client(started.adminUrl);
	return {
		...started,
		admin,
		async stop() {
			if (child.exitCode !== null) return;
			const exited = once(child, 'exit');
			child.stdin?.end();
			await exited;
		},
	};
}
