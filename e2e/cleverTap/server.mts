/**
 * A stand-in of CleverTap's APIs for uploads and deletions in a process of its own, as far as the
 * templates use them. It follows CleverTap's documentation and recorded responses, and knows nothing of
 * the templates. Ends when its parent closes its standard input.
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
const MAX_DELETED = 100;
/** How many requests CleverTap takes at the same time. */
const MAX_PARALLEL = { uploads: 15, deletions: 3 };
/** What it says with a status; of others nothing is known. */
const REASONS: Record<number, string> = {
	401: 'Account ID is not valid',
	429: 'Too many concurrent requests',
};

/** What goes wrong with the next requests, one entry a request; an empty entry is none. */
const faultSchema = z.object({
	/** Answers with this status and does nothing. */
	status: z.number().optional(),
	/** Neither does anything nor answers. */
	hang: z.boolean().optional(),
	/** Does everything, then closes the connection without a reply. */
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
const uploadFaults: Fault[] = [];
const deletionFaults: Fault[] = [];
/** `inFlight`: how many uploads were there when it came, itself included. */
const uploads: { records: number; inFlight: number }[] = [];
const deletions: string[][] = [];
const inFlight = { uploads: 0, deletions: 0 };

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

/** Carries out a request as its fault lets it. */
function carryOut(response: ServerResponse, fault: Fault = {}, work: () => object): void {
	if (fault.hang) return;
	if (fault.status) {
		return void fail(response, fault.status, REASONS[fault.status] ?? 'Internal error');
	}
	const reply = work();
	if (fault.loseReply) return void response.destroy();
	send(response, 200, reply);
}

const listIn = (body: unknown, name: string): unknown[] | undefined =>
	isObject(body) && Array.isArray(body[name]) ? body[name] : undefined;

function upload(response: ServerResponse, body: unknown, dryRun: boolean, atOnce: number): void {
	const records = listIn(body, 'd');
	if (!records || records.length > MAX_RECORDS) return fail(response, 400, 'Malformed request');
	uploads.push({ records: records.length, inFlight: atOnce });
	const fault = uploadFaults.shift() ?? {};
	carryOut(response, fault, () => {
		if (fault.emptyFail) return { status: 'fail', processed: 0, unprocessed: [] };
		const reply = project.upload(records, fault.broken ?? [], dryRun);
		return { ...reply, processed: reply.processed + (fault.miscount ?? 0) };
	});
}

/** Deletes users by their identities; an unknown one changes nothing. */
function erase(response: ServerResponse, body: unknown): void {
	const identities = listIn(body, 'identity')?.map(String);
	if (!identities || identities.length > MAX_DELETED) {
		return fail(response, 400, 'Malformed request');
	}
	deletions.push(identities);
	const fault = deletionFaults.shift() ?? {};
	carryOut(response, fault, () => {
		if (fault.emptyFail) return { status: 'fail' };
		project.erase(identities);
		return { status: 'success' };
	});
}

const controlSchema = z.object({
	faults: z.array(faultSchema).optional(),
	/** The same for the next deletions. */
	deletionFaults: z.array(faultSchema).optional(),
	/** Records that are there already. */
	upload: z.array(z.unknown()).optional(),
});

/** What tests see and set; CleverTap has nothing like it. */
function control(response: ServerResponse, body: unknown): void {
	const wanted = controlSchema.parse(body ?? {});
	if (wanted.faults) uploadFaults.splice(0, uploadFaults.length, ...wanted.faults);
	deletionFaults.push(...(wanted.deletionFaults ?? []));
	project.upload(wanted.upload ?? [], [], false);
	send(response, 200, {
		profiles: Object.fromEntries(project.profiles),
		events: project.events,
		uploads,
		deletions,
	});
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const body = parse(await text(request));
	const { pathname, searchParams } = new URL(request.url!, 'http://stand-in');
	if (pathname === '/control') return control(response, body);
	if (!isAuthorized(request)) return fail(response, 401, REASONS[401]!);
	const kind = { '/1/upload': 'uploads', '/1/delete/profiles.json': 'deletions' } as const;
	const asked = kind[pathname as keyof typeof kind];
	if (!asked) return fail(response, 404, 'Not found');
	if (inFlight[asked] >= MAX_PARALLEL[asked]) return fail(response, 429, REASONS[429]!);
	const atOnce = (inFlight[asked] += 1);
	// So long that requests which arrive together meet.
	await delay(20);
	inFlight[asked] -= 1;
	if (asked === 'deletions') return erase(response, body);
	upload(response, body, searchParams.get('dryRun') === '1', atOnce);
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
