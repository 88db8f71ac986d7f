#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { worldSeedSchema, type WorldSeed } from './admin/seed.mjs';
import { startSandbox, type Sandbox } from './sandbox.mjs';

const USAGE = `Usage: leanplum-sandbox [options]

A local Leanplum API for demos, tests and benchmarks.

  --port N            TCP port on the loopback interface (default 4567; 0 takes any free one)
  --latency MS        extra time before each response, in milliseconds
  --seed FILE         JSON file with the apps, users and messages to start with
  --json              print one line of JSON instead of text
  --exit-with-parent  stop when standard input closes
  --help              show this text
`;

function numberOption(name: string, value: string, max: number): number {
	const number = Number(value);
	if (!/^\d+$/.test(value) || number > max) {
		throw new Error(`--${name} must be a whole number from 0 to ${max}.`);
	}
	return number;
}

/** The seed in a file; what is wrong with it is said by place and reason. */
function seedIn(file: string): WorldSeed {
	const seed = worldSeedSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
	if (seed.success) return seed.data;
	const problems = seed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
	throw new Error(`${file} is not a seed:\n${problems.join('\n')}`);
}

function readOptions(argv: string[]) {
	const { values } = parseArgs({
		args: argv,
		options: {
			port: { type: 'string', default: '4567' },
			latency: { type: 'string', default: '0' },
			seed: { type: 'string' },
			json: { type: 'boolean', default: false },
			'exit-with-parent': { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	return {
		port: numberOption('port', values.port, 65_535),
		latencyMs: numberOption('latency', values.latency, 600_000),
		seed: values.seed === undefined ? undefined : seedIn(values.seed),
		json: values.json,
		exitWithParent: values['exit-with-parent'],
		help: values.help,
	};
}

function asJson({ url, adminUrl, inspectorUrl, app }: Sandbox): string {
	return JSON.stringify({ apiUrl: url, adminUrl, inspectorUrl, ...app, pid: process.pid });
}

function asText({ url, adminUrl, inspectorUrl, app: { appId, keys } }: Sandbox): string {
	return [
		'The Leanplum sandbox is running. Create a credential with:',
		'',
		`  API URL                ${url}`,
		`  App ID                 ${appId}`,
		`  Client Key             ${keys.production}`,
		`  Development Key        ${keys.development}`,
		`  Data Export Key        ${keys.dataExport}`,
		`  Content Read-Only Key  ${keys.contentReadOnly}`,
		'',
		`  Inspector              ${inspectorUrl}`,
		`  Admin API              ${adminUrl}`,
		'',
		'Data is kept in memory and lost when the sandbox stops. Press Ctrl-C to stop.',
	].join('\n');
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		process.stdout.write(USAGE);
		return;
	}
	const { port, latencyMs, seed } = options;
	const sandbox = await startSandbox({ port, latencyMs, ...(seed && { seed }) });
	const stop = (): void => {
		void sandbox.close().then(() => process.exit(0));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	if (options.exitWithParent) process.stdin.once('close', stop).resume();
	process.stdout.write(`${options.json ? asJson(sandbox) : asText(sandbox)}\n`);
}

main().catch((error: unknown) => {
	const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
	const message = error instanceof Error ? error.message : String(error);
	process.stderr.write(inUse ? `${message}. Choose another with --port.\n` : `${message}\n`);
	process.exitCode = 1;
});
