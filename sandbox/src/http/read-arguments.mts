import { unescape } from 'node:querystring';
import type { FastifyRequest } from 'fastify';
import { isRecord, parseJson, setNested } from '../basics/json.mjs';
import type { UploadedPart } from '../leanplum/action.mjs';
import { withoutNulls } from '../leanplum/batch.mjs';

/** What a request says, wherever it says it. */
export interface ReceivedArguments {
	/** Query and body together; where both name an argument, the body's counts. */
	args: Record<string, unknown>;
	query: Record<string, string>;
	parts: UploadedPart[];
	/** The body of a `text/csv` request. */
	csv: string | undefined;
	bodyBytes: number;
	/** Set when the body cannot be read. */
	unreadable: boolean;
}

const decoded = (text: string): string => unescape(text.replaceAll('+', ' '));

/**
 * Name and value of each argument; of a name given twice the last value counts. A name without `=`
 * is ignored (recorded), one with an empty value is not: `state=` leaves a state.
 */
function fields(text: string): Record<string, string> {
	const pairs = text.split('&').map((pair): [string, string] | undefined => {
		const equals = pair.indexOf('=');
		return equals < 0
			? undefined
			: [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))];
	});
	return Object.fromEntries(pairs.filter((pair) => pair !== undefined));
}

/** Arguments whose names have dots are parts of others (Postman: `trafficSource.publisherId`). */
function nested(flat: Record<string, string>): Record<string, unknown> {
	const args: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(flat)) setNested(args, name, value);
	return args;
}

interface Body {
	args: Record<string, unknown>;
	parts: UploadedPart[];
	csv?: string;
	bytes: number;
	unreadable?: boolean;
}

async function multipartBody(request: FastifyRequest): Promise<Body> {
	const body: Body = { args: {}, parts: [], bytes: 0 };
	for await (const part of request.parts()) {
		if (part.type === 'file') {
			const content = await part.toBuffer();
			body.bytes += content.length;
			body.parts.push({ field: part.fieldname, content });
		} else {
			const value = String(part.value);
			body.bytes += Buffer.byteLength(value);
			setNested(body.args, part.fieldname, value);
		}
	}
	return body;
}

/**
 * A body that starts like a JSON object is one, whatever its content type says: Leanplum's own
 * samples post JSON as text or with no type at all (1.3 of the reference). Anything else goes by
 * its type.
 */
function plainBody(raw: Buffer, contentType: string): Body {
	const text = raw.toString('utf8');
	const body: Body = { args: {}, parts: [], bytes: raw.length };
	if (/^\s*\{/.test(text)) {
		const args = parseJson(text);
		return isRecord(args) ? { ...body, args } : { ...body, unreadable: true };
	}
	if (text.trim() === '') return body;
	if (contentType.includes('text/csv')) return { ...body, csv: text };
	if (contentType.includes('json')) return { ...body, unreadable: true };
	return { ...body, args: nested(fields(text)) };
}

/** Reads the arguments of a request from its URL and its body. */
export async function readArguments(request: FastifyRequest): Promise<ReceivedArguments> {
	const queryStart = request.url.indexOf('?');
	const query = queryStart < 0 ? {} : fields(request.url.slice(queryStart + 1));
	const contentType = request.headers['content-type'] ?? '';
	const body = request.isMultipart()
		? await multipartBody(request)
		: plainBody(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0), contentType);
	return {
		args: { ...nested(query), ...withoutNulls(body.args) },
		query,
		parts: body.parts,
		csv: body.csv,
		bodyBytes: body.bytes,
		unreadable: body.unreadable === true,
	};
}
