import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const LINES = Array.from({ length: 2000 }, (_, id) => JSON.stringify({ userId: `user-${id}` }));
/** A size that a server does not tell. */
const UNKNOWN = '*';
const TEXT = `${LINES.join('\n')}\n`;

/** A server of files that packs whatever it sends, as some do without being asked. */
function packOnTheWay(request: IncomingMessage, response: ServerResponse): void {
	const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
	const bytes = Buffer.from(TEXT);
	const part = from === undefined ? bytes : bytes.subarray(Number(from), Number(to) + 1);
	const mustPack =
		!request.url?.startsWith('/polite') || /gzip/.test(String(request.headers['accept-encoding']));
	const body = mustPack ? gzipSync(part) : part;
	response.writeHead(from === undefined ? 200 : 206, {
		'Content-Length': body.length,
		...(mustPack ? { 'Content-Encoding': 'gzip' } : {}),
		...(from === undefined ? {} : { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` }),
	});
	response.end(body);
}

const server = createServer((request, response) => {
	if (request.url?.startsWith('/packed.json.gz')) response.end(gzipSync(TEXT));
	else if (request.url?.startsWith('/unsized') && request.headers.range) {
		response.writeHead(206, { 'Content-Range': `bytes 0-99/${UNKNOWN}` }).end(TEXT.slice(0, 100));
	} else if (request.url?.startsWith('/unsized')) response.end(TEXT);
	else if (request.url?.startsWith('/busy')) response.writeHead(503).end();
	else if (request.url?.startsWith('/proxy')) response.writeHead(407).end();
	else packOnTheWay(request, response);
});
let address: string;
beforeAll(async () => {
	await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

/** Downloads files that Leanplum names. */
async function download(files: unknown, output: 'files' | 'items', options: INodeParameters = {}) {
	const body = JSON.stringify({ response: [{ success: true, state: 'FINISHED', files }] });
	await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'status', status: 200, body } });
	return await testApp.run({
		resource: 'export',
		operation: 'downloadResults',
		jobId: 'export_1_2',
		output,
		returnAll: true,
		options: { ...QUICK, ...options },
	});
}

describe('A file that its server packs on the way', () => {
	it.each(['polite', 'rude'])('has its own size and content: %s', async (name) => {
		const { items } = await download([`${address}/${name}/sessions.json`], 'files');
		expect(items).toMatchObject([{ json: { fileName: 'sessions.json', size: TEXT.length } }]);
		expect(Buffer.from(items[0]!.binary!.data!.data, 'base64').toString()).toBe(TEXT);
	});

	it.each(['polite', 'rude'])('is cut at line ends: %s', async (name) => {
		const { items } = await download([`${address}/${name}/sessions.json`], 'files', {
			maxFileSize: 0.02,
		});
		const parts = items.map(({ binary }) => Buffer.from(binary!.data!.data, 'base64').toString());
		expect(parts.length).toBeGreaterThan(1);
		expect(parts.join('')).toBe(TEXT);
		expect(parts.every((part) => part.endsWith('\n') && part.length <= 20_000)).toBe(true);
		expect(items.map(({ json }) => json.size)).toEqual(parts.map((part) => part.length));
	});
});

describe('A file whose server does not tell its size for a part', () => {
	it('comes whole, and not only its first part', async () => {
		const { items } = await download([`${address}/unsized.json`], 'files', { maxFileSize: 0.02 });
		expect(items.map(({ json }) => json.size)).toEqual([TEXT.length]);
	});
});

describe('A packed file', () => {
	it('is unpacked where its lines are read as items', async () => {
		const { json } = await download([`${address}/packed.json.gz`], 'items');
		expect(json.map((item) => JSON.stringify(item))).toEqual(LINES);
	});

	it('stays whole where files are asked for', async () => {
		const { items } = await download([`${address}/packed.json.gz`], 'files', {
			maxFileSize: 0.001,
		});
		const size = gzipSync(TEXT).length;
		expect(items).toMatchObject([{ json: { fileName: 'packed.json.gz', size } }]);
	});
});

describe('An address that is no URL', () => {
	it.each(['files', 'items'] as const)('is called so: %s', async (output) => {
		for (const wrong of ['sessions.json', 'ftp://127.0.0.1/sessions.json', 'https://[none']) {
			const { error } = await download([wrong], output);
			expect(error?.message).toContain(`an invalid URL: "${wrong}"`);
		}
	});
});

describe('The files of an export', () => {
	it('may be one without a list, and are never passed over', async () => {
		const { items } = await download(`${address}/sessions.json`, 'files');
		expect(items).toMatchObject([{ json: { fileName: 'sessions.json' } }]);
		const { error } = await download({ first: `${address}/sessions.json` }, 'files');
		expect(error?.message).toContain('Leanplum returned an invalid URL');
	});
});

describe("A file's server that is no Leanplum", () => {
	it('is named when it is busy, or cannot be reached', async () => {
		const { error: busy } = await download([`${address}/busy.json`], 'items');
		expect(busy?.message).toBe(`Couldn't download a file from 127.0.0.1: status 503`);
		const { error: login } = await download([`${address}/proxy.json`], 'items');
		expect(login?.message).toBe("Couldn't download a file from 127.0.0.1: status 407");
		const closed = createServer();
		await new Promise<void>((done) => void closed.listen(0, '127.0.0.1', done));
		const { port } = closed.address() as AddressInfo;
		await new Promise((done) => closed.close(done));
		const { error: away } = await download([`http://127.0.0.1:${port}/sessions.json`], 'files');
		expect(away?.message).toMatch("Couldn't download a file from 127.0.0.1: ");
		for (const error of [busy, away]) {
			expect(`${error?.message} ${error?.description}`).not.toMatch(/API URL|Leanplum is/);
		}
	});
});
