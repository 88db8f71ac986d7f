/**
 * Measures what trouble costs: outages, refusals, a very long line, and a reply without end. The node
 * runs on n8n's engine, against a server of its own.
 *
 * Usage: npm run bench:trouble. It takes a minute and prints a table.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runNode } from '../testkit/engine.mts';
import { duration } from './report/table.mts';

const MEGABYTE = 1_048_576;

interface Trouble {
	readonly name: string;
	readonly parameters: INodeParameters;
	readonly items: IDataObject[];
	readonly answer: (response: ServerResponse, address: string) => void;
}

const users = (count: number) => Array.from({ length: count }, (_, id) => ({ user: `user-${id}` }));

const SET: INodeParameters = {
	resource: 'user',
	operation: 'setAttributes',
	userId: '={{ $json.user }}',
	attributesFrom: 'json',
	attributesJson: '{"plan":"gold"}',
};

function refuse(status: number, message: string) {
	const body = JSON.stringify({ response: [{ success: false, error: { message } }] });
	return (response: ServerResponse) => response.writeHead(status).end(body);
}

function neverEnd(response: ServerResponse): void {
	const chunk = Buffer.alloc(65_536, ' ');
	const write = () => {
		while (!response.destroyed) {
			if (!response.write(chunk)) return void response.once('drain', write);
		}
	};
	write();
}

function oneLine(response: ServerResponse, address: string): void {
	if (response.req.url?.startsWith('/file')) {
		for (let sent = 0; sent < 40; sent++) response.write('x'.repeat(MEGABYTE));
		response.end('\n');
	} else {
		const answer = { success: true, state: 'FINISHED', files: [`${address}/file`] };
		response.end(JSON.stringify({ response: [answer] }));
	}
}

const TROUBLES: readonly Trouble[] = [
	{
		name: 'Outage: 10,000 users against 503',
		parameters: SET,
		items: users(10_000),
		answer: refuse(503, 'Try again later'),
	},
	{
		name: 'All refused: 2,000 items for 2,000 users',
		parameters: SET,
		items: users(2000),
		answer: refuse(402, 'Payment required'),
	},
	{
		name: 'All refused, one request for each item',
		parameters: { ...SET, options: { batching: 'off' } },
		items: users(2000),
		answer: refuse(402, 'Payment required'),
	},
	{
		name: 'A line of 40 MB in an export',
		parameters: {
			resource: 'export',
			operation: 'downloadResults',
			jobId: 'export_users_1',
			output: 'items',
			returnAll: true,
		},
		items: [{}],
		answer: oneLine,
	},
	{
		name: 'A reply without end, Timeout 1 second',
		parameters: { ...SET, options: { timeout: 1000, maxRetries: 0 } },
		items: users(1),
		answer: neverEnd,
	},
];

async function measure({ name, parameters, items, answer }: Trouble): Promise<string> {
	let requests = 0;
	let address = '';
	let received = 0;
	const server = createServer((request: IncomingMessage, response) => {
		requests += 1;
		request.resume().on('end', () => answer(response, address));
	});
	server.on('connection', (socket) => socket.on('close', () => (received += socket.bytesWritten)));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const credential = {
		appId: 'app_1',
		clientKey: 'prod_12345678',
		dataExportApiKey: 'exp_12345678',
		apiUrl: `${address}/api`,
	};
	globalThis.gc?.();
	const before = process.memoryUsage.rss();
	const started = Date.now();
	const { json } = await runNode({
		parameters,
		items,
		credential,
		settings: { onError: 'continueRegularOutput' },
	});
	const wall = Date.now() - started;
	await new Promise((resolve) => setTimeout(resolve, 2000));
	globalThis.gc?.();
	const grown = (process.memoryUsage.rss() - before) / MEGABYTE;
	const counts = new Map<string, number>();
	for (const { status = 'done' } of json) {
		counts.set(String(status), (counts.get(String(status)) ?? 0) + 1);
	}
	const open = await new Promise<number>((resolve) =>
		server.getConnections((_error, count) => resolve(count)),
	);
	server.closeAllConnections();
	server.close();
	const results = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
	const sent = `${(received / MEGABYTE).toFixed(1)} MB`;
	return `| ${name} | ${requests} | ${duration(wall)} | ${results} | ${sent} | ${grown.toFixed(0)} MB | ${open} |`;
}

console.log(
	'| Trouble | Requests | Time | Results | Read | Memory 2 s later | Connections 2 s later |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const trouble of TROUBLES) console.log(await measure(trouble));
