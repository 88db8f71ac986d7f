import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { encodingShownBy } from '../csv/file/encoding';
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
	return /charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType)?.[1];
}

/** The character set that bytes show by themselves. */
function charsetShownBy(bytes: Uint8Array): string | undefined {
	try {
		return encodingShownBy(bytes);
	} catch {
		return undefined;
	}
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
	// Characters that were not encoded have been read already.
	return part.replaceAll('+', ' ').replace(/[\0-\x7f]+/g, (ascii) => {
		const bytes = ascii.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
			String.fromCharCode(Number.parseInt(hex, 16)),
		);
		return decode(Buffer.from(bytes, 'latin1'), charset);
	});
}

type Pairs = Iterable<readonly [name: string, value: unknown]>;

/** The parts of a form by name; those of the same name as a list. */
function fieldsOf(pairs: Pairs): IDataObject {
	const values = new Map<string, unknown[]>();
	for (const [name, value] of pairs) {
		const all = values.get(name);
		if (all) all.push(value);
		else values.set(name, [value]);
	}
	const fields: Record<string, unknown> = {};
	for (const [name, all] of values) setOwn(fields, name, all.length > 1 ? all : all[0]);
	return fields as IDataObject;
}

function fieldsOfForm(text: string, charset: string | undefined): IDataObject {
	// Of UTF-16, percent signs can't stand for the bytes.
	const ofBytes = /^utf-?16/i.test(charset ?? '') ? undefined : charset;
	const pairs = text
		.split('&')
		.filter(Boolean)
		.map((pair): [string, string] => {
			const [name = '', ...rest] = pair.split('=');
			return [decodeFormPart(name, ofBytes), decodeFormPart(rest.join('='), ofBytes)];
		});
	return fieldsOf(pairs);
}

/** The fields of a form with a boundary between its parts; `undefined` where it is broken. */
async function fieldsOfMultipart(
	body: Uint8Array,
	contentType: string,
): Promise<IDataObject | undefined> {
	try {
		const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
		const pairs = [...form].map(
			async ([name, value]) =>
				[name, typeof value === 'string' ? value : await value.text()] as const,
		);
		return fieldsOf(await Promise.all(pairs));
	} catch {
		return undefined;
	}
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
	// A byte order mark is no part of JSON, which is JSON whatever it is called.
	const parsed = parseJson(text.replace(/^\ufeff/, ''));
	if (isObject(parsed)) return { kind: 'fields', fields: parsed as IDataObject };
	if (contentType && /x-www-form-urlencoded/i.test(contentType)) {
		return { kind: 'fields', fields: fieldsOfForm(text.trim(), charsetOf(contentType)) };
	}
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
		const { rawBody } = request;
		const contentType = request.headers['content-type'] ?? '';
		const fields = /^multipart\//i.test(contentType)
			? await fieldsOfMultipart(rawBody, contentType)
			: undefined;
		if (fields) return { kind: 'fields', fields };
		const charset = charsetShownBy(rawBody) ?? charsetOf(contentType);
		return readBodyText(decode(rawBody, charset), contentType);
	}
	const parsed: unknown = request.body;
	return isObject(parsed)
		? { kind: 'fields', fields: parsed as IDataObject }
		: readBodyText(String(parsed ?? ''), undefined);
}
