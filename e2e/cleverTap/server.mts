/**
 * A stand-in of CleverTap's upload API in a process of its own, as far as the templates use it. It
 * follows CleverTap's documentation and recorded responses, and knows nothing of the templates. Ends
 * when its parent closes its standard input.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isObject } from './checks.mts';
import { Project } from './project.mts';

const ACCOUNT = 'TST-WRK-555Z';
const PASSCODE = 'stand-in-passcode';
const MAX_RECORDS = 1_000;

/** What goes wrong with the next uploads, one entry an upload; an empty entry is none. */
const faultSchema = z.object({
	/** Answers with this status before anything is stored. */
	status: z.number().optional(),
	/** Stores everything, then closes the connection without a reply. */
	loseReply: z.boolean().optional(),
	/** Numbers of records, from 1, that fail with the code 555. */
	broken: z.array(z.number()).optional(),
	/** Says `fail` with nothing processed and nothing unprocessed. */
	emptyFail: z.boolean().optional(),
	/** Says that this many more were processed than there were. */
	miscount: z.number().optional(),
});
type Fault = z.infer<typeof faultSchema>;

const project = new Project();
const faults: Fault[] = [];
const uploads: { records: number; inFlight: number }[] = [];
let inFlight = 0;
/** How many uploads CleverTap takes at the same time. */
let maxParallel = 15;

function send(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}

const fail = (response: ServerResponse, status: number, error: string) =>
	send(response, status, { status: 'fail', error, code: status });

function isAuthorized({ headers }: IncomingMessage): boolean {
	return (
		headers['x-clevertap-account-id'] === ACCOUNT && headers['x-clevertap-passcode'] === PASSCODE
	);
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return undefined;
	}
}

function upload(response: ServerResponse, body: unknown, dryRun: boolean): void {
	const records = isObject(body) ? body.d : undefined;
	if (!Array.isArray(records) || records.length > MAX_RECORDS) {
		return void fail(response, 400, 'Malformed request');
	}
	uploads.push({ records: records.length, inFlight });
	const fault = faults.shift() ?? {};
	if (fault.status) return void fail(response, fault.status, 'Too many concurrent requests');
	if (fault.emptyFail) {
		return void send(response, 200, { status: 'fail', processed: 0, unprocessed: [] });
	}
	const reply = project.upload(records, fault.broken ?? [], dryRun);
	if (fault.loseReply) return void response.destroy();
	send(response, 200, { ...reply, processed: reply.processed + (fault.miscount ?? 0) });
}

const controlSchema = z.object({
	faults: z.array(faultSchema).optional(),
	maxParallel: z.number().optional(),
	/** Records that are there already. */
	upload: z.array(z.unknown()).optional(),
});

/** What tests see and set; CleverTap has nothing like it. */
function control(response: ServerResponse, body: unknown): void {
	const wanted = controlSchema.parse(body ?? {});
	if (wanted.faults) faults.splice(0, faults.length, ...wanted.faults);
	maxParallel = wanted.maxParallel ?? maxParallel;
	project.upload(wanted.upload ?? [], [], false);
	send(response, 200, {
		profiles: Object.fromEntries(project.profiles),
		events: project.events,
		uploads,
	});
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const body = parse(await text(request));
	const { pathname, searchParams } = new URL(request.url!, 'http://stand-in');
	if (pathname === '/control') return control(response, body);
	if (!isAuthorized(request)) return fail(response, 401, 'Account ID is not valid');
	if (pathname === '/1/delete/profiles.json') {
		project.erase(isObject(body) && Array.isArray(body.identity) ? body.identity.map(String) : []);
		return send(response, 200, { status: 'success' });
	}
	if (pathname !== '/1/upload') return fail(response, 404, 'Not found');
	if (inFlight >= maxParallel) return fail(response, 429, 'Too many concurrent requests');
	inFlight += 1;
	// So long that requests which arrive together meet.
	await delay(20);
	inFlight -= 1;
	upload(response, body, searchParams.get('dryRun') === '1');
}

const server = createServer((request, response) => {
	void answer(request, response).catch((error: unknown) => {
		fail(response, 500, String(error));
	});
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
console.log(JSON.stringify({ url, account: ACCOUNT, passcode: PASSCODE }));
process.stdin.on('end', () => process.exit()).resume();
