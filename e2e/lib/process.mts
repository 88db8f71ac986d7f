import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** Lets the kernel stop a child when we end, however we end; part of util-linux. */
const SETPRIV = spawnSync('setpriv', ['--version']).status === 0;

export interface StartOptions {
	/** A file that gets what the process writes. */
	log: string;
	env?: NodeJS.ProcessEnv;
	cwd?: string;
	/** The system user to run as; only root can choose one. */
	user?: string;
	/** What ends the process in good order (default SIGTERM). */
	stopSignal?: NodeJS.Signals;
}

/** A program that runs until it is stopped. */
export interface RunningProcess {
	pid: number;
	/** True until the process has ended. */
	running(): boolean;
	/** Ends it in good order; after 20 seconds by force. */
	stop(): Promise<void>;
	/** Ends it at once, as a crash would. */
	kill(): Promise<void>;
}

function underSupervision(
	command: string[],
	{ user, stopSignal = 'SIGTERM' }: StartOptions,
): string[] {
	if (!SETPRIV) return command;
	const asUser = user ? [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'] : [];
	return ['setpriv', ...asUser, `--pdeathsig=${stopSignal.slice(3)}`, '--', ...command];
}

const FORCE_AFTER_MS = 20_000;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exited = once(child, 'exit');
	child.kill(signal);
	const force = setTimeout(() => child.kill('SIGKILL'), FORCE_AFTER_MS);
	await exited;
	clearTimeout(force);
}

/** Starts a program in the background. */
export function start(command: string[], options: StartOptions): RunningProcess {
	const [program, ...args] = underSupervision(command, options);
	const output = openSync(options.log, 'a');
	const spawnOptions: SpawnOptions = {
		stdio: ['ignore', output, output],
		cwd: options.cwd,
		env: options.env ?? process.env,
	};
	const child = spawn(program!, args, spawnOptions);
	closeSync(output);
	child.on('error', (error) => {
		console.error(`${program} could not be started: ${error.message}`);
	});
	return {
		pid: child.pid ?? 0,
		running: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
		stop: () => end(child, options.stopSignal ?? 'SIGTERM'),
		kill: () => end(child, 'SIGKILL'),
	};
}

/** So much of what a program says is kept for the error that it may end with, in characters. */
const MESSAGES_KEPT = 10_000;

/**
 * Runs a program to its end.
 *
 * @param options.onMessage gets what it writes to standard error
 * @returns what it wrote to standard output
 * @throws Error with what it wrote, when it fails
 */
export async function run(
	command: string[],
	options: { cwd?: string; env?: NodeJS.ProcessEnv; onMessage?: (text: string) => void } = {},
): Promise<string> {
	const [program, ...args] = command;
	const { onMessage, ...spawnOptions } = options;
	const child = spawn(program!, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => {
		stderr = (stderr + chunk.toString()).slice(-MESSAGES_KEPT);
		onMessage?.(chunk.toString());
	});
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) {
		const said = `${stdout}${stderr}`.slice(-4_000);
		throw new Error(`${command.slice(0, 3).join(' ')} failed (exit code ${code}):\n${said}`);
	}
	return stdout;
}

/**
 * Asks again and again until there is an answer.
 *
 * @param what named in the error when it takes too long
 */
export async function until<T>(
	what: string,
	ask: () => Promise<T | undefined | false> | T | undefined | false,
	{ timeoutMs = 60_000, everyMs = 100 } = {},
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} seconds.`);
		await delay(everyMs);
	}
}
