import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { request } from 'undici';
import { startSandboxProcess } from '../../testkit/sandboxProcess.mts';

const CLI = join(__dirname, '../../sandbox/dist/cli.mjs');

/** Processes of this file, so that a failing test leaves none behind. */
const children: ChildProcess[] = [];

afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(...args: string[]) {
	const child = spawn(process.execPath, [CLI, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
	children.push(child);
	const output = { stdout: '', stderr: '' };
	child.stdout.on('data', (data) => (output.stdout += String(data)));
	child.stderr.on('data', (data) => (output.stderr += String(data)));
	return { child, output };
}

const ready = (child: ChildProcess) => once(child.stdout!, 'data');

describe('leanplum-sandbox', () => {
	it('prints what a credential needs', async () => {
		const { child, output } = run('--port', '0');
		await ready(child);
		for (const part of [
			/API URL +http:\/\/127\.0\.0\.1:\d+\/api\n/,
			/App ID +app_sandbox\n/,
			/Client Key +prod_\w+\n/,
			/Development Key +dev_\w+\n/,
			/Data Export Key +exp_\w+\n/,
			/Content Read-Only Key +cro_\w+\n/,
			/Inspector +http:\/\/127\.0\.0\.1:\d+\/inspector\/\n/,
			/Admin API +http:\/\/127\.0\.0\.1:\d+\/admin\n/,
			/Ctrl-C/,
		]) {
			expect(output.stdout).toMatch(part);
		}
	});

	it('prints exactly one line of JSON with --json', async () => {
		const { child, output } = run('--port', '0', '--json');
		await ready(child);
		expect(output.stdout.trimEnd().split('\n')).toHaveLength(1);
		expect(JSON.parse(output.stdout)).toEqual({
			apiUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api$/) as string,
			adminUrl: expect.stringMatching(/\/admin$/) as string,
			inspectorUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/inspector\/$/) as string,
			appId: 'app_sandbox',
			keys: {
				production: expect.stringMatching(/^prod_/) as string,
				development: expect.stringMatching(/^dev_/) as string,
				dataExport: expect.any(String) as string,
				contentReadOnly: expect.any(String) as string,
			},
			pid: child.pid,
		});
	});

	it.each(['SIGINT', 'SIGTERM'] as const)('stops on %s', async (signal) => {
		const { child } = run('--port', '0');
		await ready(child);
		child.kill(signal);
		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	it('stops with its parent', async () => {
		const { child } = run('--port', '0', '--exit-with-parent');
		await ready(child);
		child.stdin?.end();
		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	it('waits the latency it is told', async () => {
		const sandbox = await startSandboxProcess(['--latency', '120']);
		const started = Date.now();
		const { body } = await request(sandbox.apiUrl, {
			query: {
				appId: sandbox.appId,
				clientKey: sandbox.keys.production,
				apiVersion: '1.0.6',
				action: 'getVars',
				userId: 'ada',
			},
		});
		await body.dump();
		expect(Date.now() - started).toBeGreaterThanOrEqual(115);
		await sandbox.stop();
	});

	it.each([
		[['--port', 'x'], /--port must be a whole number/],
		[['--latency', '-5'], /--latency/],
		[['--colour'], /colour/],
	])('refuses %j', async (args, message) => {
		const { child, output } = run(...args);
		expect(await once(child, 'exit')).toEqual([1, null]);
		expect(output.stderr).toMatch(message);
	});

	it('says how to go on when the port is taken', async () => {
		const sandbox = await startSandboxProcess();
		const { child, output } = run('--port', new URL(sandbox.apiUrl).port);
		expect(await once(child, 'exit')).toEqual([1, null]);
		expect(output.stderr).toMatch(/Choose another with --port/);
		await sandbox.stop();
	});

	it('shows its options', async () => {
		const { child, output } = run('--help');
		expect(await once(child, 'exit')).toEqual([0, null]);
		expect(output.stdout).toMatch(/--exit-with-parent/);
	});
});
