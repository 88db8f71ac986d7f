import { findAction } from './catalogue';
import { isObject, parseJson } from '../basics/json';
import { KEYS, apiKeyOf, type KeyClass, type LeanplumCredential } from './keys';

/** The only version that Leanplum takes (OAS). */
const API_VERSION = '1.0.6';

/**
 * A request header by which a sender names the class of key for an action that the catalogue does not
 * know. It is taken off before the request leaves.
 */
export const KEY_HEADER = 'leanplum-key';

/** A request in n8n's current form (`url`, `body`) or its older one (`uri`, `form`, `formData`). */
export interface RequestLike {
	url?: unknown;
	uri?: unknown;
	baseURL?: unknown;
	method?: unknown;
	headers?: unknown;
	qs?: unknown;
	body?: unknown;
	form?: unknown;
	formData?: unknown;
	json?: unknown;
	maxRedirects?: unknown;
}

interface Identity {
	appId: string;
	clientKey: string;
	apiVersion: string;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Checks an API address: https, or http on this machine, for the keys travel in the request.
 *
 * @returns what is wrong with it, as a sentence, or `undefined`
 */
export function apiUrlObjection(address: string): string | undefined {
	if (!URL.canParse(address)) return `The API URL "${address}" isn't a valid URL.`;
	const { protocol, hostname, username, password } = new URL(address);
	if (username || password) return 'The API URL must not contain a user name or password.';
	if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))) return undefined;
	return `The API URL "${address}" must start with https://, because requests contain the keys. Only local URLs can start with http://.`;
}

/** The same for the API URL of a credential, to which App ID and keys are added. */
export function baseUrlObjection(address: string): string | undefined {
	if (address === '') return 'The API URL is missing. The default is https://api.leanplum.com/api.';
	if (/[?#]/.test(address)) {
		return 'The API URL can\'t contain "?" or "#". Enter the App ID and keys in their own fields.';
	}
	return apiUrlObjection(address);
}

function requestAddress(request: RequestLike): string {
	const target = String(request.url ?? request.uri ?? '');
	if (typeof request.baseURL !== 'string' || request.baseURL === '') return target;
	return URL.canParse(target, request.baseURL) ? new URL(target, request.baseURL).href : target;
}

/** Whether a body is a plain object, and not a stream, bytes or the like. */
function isPlain(body: unknown): body is Record<string, unknown> {
	if (!isObject(body)) return false;
	const prototype: unknown = Object.getPrototypeOf(body);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What a body holds that is JSON already, as text or as its bytes. */
function parsedBody(body: unknown): unknown {
	if (Buffer.isBuffer(body)) return parseJson(body.toString());
	return typeof body === 'string' ? parseJson(body) : undefined;
}

/** The arguments of a request's body, where they can be read. */
function bodyArguments(request: RequestLike): Record<string, unknown> {
	for (const body of [request.body, request.form, request.formData]) {
		if (body instanceof URLSearchParams) return Object.fromEntries(body);
		if (isPlain(body)) return body;
		const parsed = parsedBody(body);
		if (isObject(parsed)) return parsed;
	}
	return {};
}

function isTrue(value: unknown): boolean {
	return value === true || value === 'true';
}

/** Arguments for which Leanplum takes the development key alone (reference A.0). */
function needsDevelopmentKey(args: unknown): boolean {
	return isObject(args) && (isTrue(args.devMode) || isTrue(args.resetAnomalies));
}

/** The actions of a multi: a list, or JSON text of one, or of an object that holds it (SDKs). */
function itemsOf(data: unknown): unknown[] | undefined {
	const value = typeof data === 'string' ? parseJson(data) : data;
	const items = isObject(value) ? value.data : value;
	return Array.isArray(items) ? items : undefined;
}

/** The arguments in the address and the query parameters. */
function queryOf(request: RequestLike): Record<string, unknown> {
	const address = requestAddress(request);
	return {
		...(URL.canParse(address) ? Object.fromEntries(new URL(address).searchParams) : {}),
		...(isObject(request.qs) ? request.qs : {}),
	};
}

/** Takes the header that names the key class off a request. */
function takeKeyHeader(request: RequestLike): string | undefined {
	const { headers } = request;
	if (!isObject(headers)) return undefined;
	const name = Object.keys(headers).find((header) => header.toLowerCase() === KEY_HEADER);
	if (name === undefined) return undefined;
	const value = String(headers[name]);
	delete headers[name];
	return value;
}

function keyClassOf(request: RequestLike): KeyClass {
	const named = takeKeyHeader(request);
	if (named !== undefined) {
		if (Object.hasOwn(KEYS, named)) return named as KeyClass;
		throw new Error(
			`The header "Leanplum-Key" has the value "${named}". Use one of: ${Object.keys(KEYS).join(', ')}.`,
		);
	}
	const query = queryOf(request);
	const args = { ...query, ...bodyArguments(request) };
	const action = String(query.action ?? args.action ?? '');
	if (action === 'multi') {
		const items = itemsOf(args.data);
		// Without items it is the import of a CSV file, which takes the development key (OAS).
		if (!items || items.some(needsDevelopmentKey)) return 'development';
		const [first] = items;
		return (isObject(first) ? findAction(String(first.action)) : undefined)?.key ?? 'production';
	}
	if (needsDevelopmentKey(args)) return 'development';
	const known = findAction(action);
	if (known) return known.key;
	throw new Error(
		action === ''
			? 'The request has no Leanplum action. Add a query parameter "action", for example action=track.'
			: `The Leanplum credential doesn't know which key the action "${action}" needs. Add the header "Leanplum-Key" with one of ${Object.keys(KEYS).join(', ')}.`,
	);
}

/** A form of any make: those of the platform can replace a field, older ones only add it. */
interface Form {
	append(name: string, value: string): unknown;
	set?(name: string, value: string): unknown;
}

function fillIn(form: Form, identity: Identity) {
	for (const [name, value] of Object.entries(identity)) {
		if (typeof form.set === 'function') form.set(name, value);
		else form.append(name, value);
	}
}

function isForm(body: unknown): body is Form {
	return (
		typeof body === 'object' &&
		body !== null &&
		'append' in body &&
		typeof body.append === 'function'
	);
}

/**
 * Writes a body as the bytes that are sent. Of an object n8n's HTTP helper would lose members that are named
 * "constructor" or "prototype", and a text it would parse once more.
 */
function writeBody(request: RequestLike, body: Record<string, unknown>): void {
	const headers = isObject(request.headers) ? request.headers : {};
	const type = Object.keys(headers).find((name) => name.toLowerCase() === 'content-type');
	if (type !== undefined && !/\bjson\b/i.test(String(headers[type]))) {
		// The helper has to make another form of it.
		request.body = body;
		return;
	}
	if (type === undefined) request.headers = { ...headers, 'Content-Type': 'application/json' };
	request.body = Buffer.from(JSON.stringify(body));
}

function addToBody(request: RequestLike, identity: Identity): void {
	for (const field of ['form', 'formData'] as const) {
		const form = request[field];
		if (isObject(form)) {
			request[field] = { ...form, ...identity };
			return;
		}
	}
	const { body } = request;
	if (body === undefined || body === null || body === '') {
		writeBody(request, { ...identity });
	} else if (isForm(body)) {
		fillIn(body, identity);
		return;
	} else if (isPlain(body)) {
		writeBody(request, { ...body, ...identity });
	} else {
		const parsed = parsedBody(body);
		if (!isObject(parsed)) {
			throw new Error(
				'The Leanplum credential can add the App ID and key to JSON, form and multipart bodies only.',
			);
		}
		writeBody(request, { ...parsed, ...identity });
	}
	request.json = true;
}

/** The host of an address with its port, in small letters. */
function hostOf(address: string): string | undefined {
	return URL.canParse(address) ? new URL(address).host.toLowerCase() : undefined;
}

/** Keeps keys from hosts that the user did not name, whatever a workflow or an AI agent asks for. */
function refuseOtherHosts({ apiUrl, otherHosts = '' }: LeanplumCredential, address: string): void {
	const own = hostOf(apiUrl.trim());
	const others = String(otherHosts).split(/[\s,]+/);
	const allowed = [own, ...others.map((host) => host.toLowerCase())];
	const host = hostOf(address);
	if (host !== undefined && allowed.includes(host)) return;
	throw new Error(
		`The Leanplum credential sends its keys to ${own} only, not to ${host}. To allow another host, add it under Other Hosts in the credential.`,
	);
}

/**
 * Adds app id, key and API version to the body of a request, never to its URL.
 *
 * The key is the one that Leanplum wants for the action; a GET becomes a POST, which Leanplum takes
 * for every action (D:making-requests), because a GET has no body to put the key into. Redirects are
 * not followed.
 *
 * @param request is changed and returned
 * @throws Error with a sentence for the user, before anything is sent: the key is not filled in, the
 *   action is unknown, or the address would let the key travel unprotected
 */
export function authorize<Request extends RequestLike>(
	credential: LeanplumCredential,
	request: Request,
): Request {
	const objection = apiUrlObjection(requestAddress(request));
	if (objection) throw new Error(objection);
	refuseOtherHosts(credential, requestAddress(request));
	const keyClass = keyClassOf(request);
	const clientKey = apiKeyOf(credential, keyClass);
	if (clientKey === undefined) {
		throw new Error(
			`This Leanplum action needs the ${KEYS[keyClass].label}. Add it to the Leanplum credential.`,
		);
	}
	addToBody(request, {
		appId: String(credential.appId).trim(),
		clientKey,
		apiVersion: API_VERSION,
	});
	if (request.method === undefined || request.method === 'GET') request.method = 'POST';
	// A redirect could carry the key in the body to wherever it points (307, 308).
	request.maxRedirects = 0;
	return request;
}
