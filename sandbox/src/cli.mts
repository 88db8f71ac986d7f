#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startSandbox, type Sandbox } from './sandbox.mjs';

const USAGE = `Usage: leanplum-sandbox [options]

A local Leanplum API for demos, tests and benchmarks.

  --port N            TCP port on 127.0.0.1 (default 4567; 0 takes any free one)
  --latency MS        extra time before each reply, in milliseconds
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

function readOptions(argv: string[]) {
	const { values } = parseArgs({
		args: argv,
		options: {
			port: { type: 'string', default: '4567' },
			latency: { type: 'string', default: '0' },
			json: { type: 'boolean', default: false },
			'exit-with-parent': { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	return {
		port: numberOption('port', values.port, 65_535),
		latencyMs: numberOption('latency', values.latency, 600_000),
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
		'A local Leanplum is running. Make a credential with:',
		'',
		`  API URL                ${url}`,
		`  App ID                 ${appId}`,
		`  Production Key         ${keys.production}`,
		`  Development Key        ${keys.development}`,
		`  Data Export Key        ${keys.dataExport}`,
		`  Content Read-Only Key  ${keys.contentReadOnly}`,
		'',
		`  Inspector              ${inspectorUrl}`,
		`  Admin API              ${adminUrl}`,
		'',
		'Everything is kept in memory and gone when it stops. Ctrl-C stops it.',
	].join('\n');
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		process.stdout.write(USAGE);
		return;
	}
	const { port, latencyMs } = options;
	const sandbox = await startSandbox({ port, latencyMs });
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
