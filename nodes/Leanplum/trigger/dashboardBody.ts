import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { isObject, parseJson, setOwn } from '../protocol/basics/json';

/** What a webhook made in the dashboard sent. */
export type DashboardBody =
	| { readonly kind: 'fields'; readonly fields: IDataObject }
	/** It holds no fields, or is broken; a marketer writes it by hand, and a name may hold a quote. */
	| { readonly kind: 'text'; readonly text: string; readonly warning: string }
	| { readonly kind: 'tooLong' }
	/** It did not come in whole, or is not packed as it says. */
	| { readonly kind: 'unreadable' };

type WebhookRequest = ReturnType<IWebhookFunctions['getRequestObject']> & {
	rawBody?: Buffer;
	readRawBody?: () => Promise<void>;
};

/** The character set that a content type names. */
function charsetOf(contentType: string): string | undefined {
	return /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
}

/** Bytes as text: in the named character set, or UTF-8, or what is no UTF-8 as Windows writes it. */
function decode(bytes: Uint8Array, charset = 'utf-8'): string {
	for (const name of [charset, 'utf-8']) {
		try {
			return new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(bytes);
		} catch {
			// An unknown character set, or bytes that it does not have.
		}
	}
	return new TextDecoder('windows-1252').decode(bytes);
}

/** A part of a form: "+" is a blank, and percent signs stand for bytes. */
function decodeFormPart(part: string, charset: string | undefined): string {
	const pieces: Buffer[] = [];
	for (const [piece, hex] of part.replaceAll('+', ' ').matchAll(/%([0-9a-f]{2})|[^%]+|%/gi)) {
		pieces.push(hex === undefined ? Buffer.from(piece) : Buffer.from(hex, 'hex'));
	}
	return decode(Buffer.concat(pieces), charset);
}

function fieldsOfForm(text: string, charset: string | undefined): IDataObject {
	const values = new Map<string, string[]>();
	for (const pair of text.split('&')) {
		if (pair === '') continue;
		const [name = '', ...rest] = pair.split('=');
		const [key, value] = [name, rest.join('=')].map((part) => decodeFormPart(part, charset));
		const known = values.get(key!);
		if (known) known.push(value!);
		else values.set(key!, [value!]);
	}
	const fields: Record<string, unknown> = {};
	for (const [name, all] of values) setOwn(fields, name, all.length > 1 ? all : all[0]);
	return fields as IDataObject;
}

/**
 * Reads a body as text; the caller decides what it is.
 *
 * @param contentType what the request says it is, or `undefined`
 */
export function readBodyText(text: string, contentType: string | undefined): DashboardBody {
	if (text.trim() === '') {
		return { kind: 'text', text, warning: 'The webhook body is empty' };
	}
	if (contentType && /x-www-form-urlencoded/i.test(contentType)) {
		return { kind: 'fields', fields: fieldsOfForm(text.trim(), charsetOf(contentType)) };
	}
	// A byte order mark is no part of JSON.
	const parsed = parseJson(text.replace(/^\ufeff/, ''));
	if (isObject(parsed)) return { kind: 'fields', fields: parsed as IDataObject };
	return {
		kind: 'text',
		text,
		warning:
			"The body isn't a JSON object. Fix it in the Leanplum dashboard. A common cause is quotes inside values.",
	};
}

/**
 * Reads the body of a request from the dashboard, JSON or a form, without rounding long ids.
 *
 * The node asks n8n not to read it (see the hidden field `options`): n8n refuses broken JSON before the
 * node hears of it, and Leanplum does not repeat what was refused (G:webhook-retries).
 */
export async function readDashboardBody(request: WebhookRequest): Promise<DashboardBody> {
	try {
		await request.readRawBody?.();
	} catch (error) {
		return { kind: isObject(error) && error.status === 413 ? 'tooLong' : 'unreadable' };
	}
	if (request.rawBody) {
		const contentType = request.headers['content-type'];
		return readBodyText(decode(request.rawBody, charsetOf(contentType ?? '')), contentType);
	}
	const parsed: unknown = request.body;
	return isObject(parsed)
		? { kind: 'fields', fields: parsed as IDataObject }
		: readBodyText(String(parsed ?? ''), undefined);
}
