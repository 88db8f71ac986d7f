import { isObject } from '../protocol/basics/json';
import type { NoReply } from '../protocol/reply/reply';

/** Codes of Node.js for connections that never came about. */
const NOT_SENT: Readonly<Record<string, NoReply['reason']>> = {
	ECONNREFUSED: 'refused',
	ENOTFOUND: 'unresolved',
	EAI_AGAIN: 'unresolved',
	EHOSTDOWN: 'unreachable',
	EHOSTUNREACH: 'unreachable',
	ENETDOWN: 'unreachable',
	ENETUNREACH: 'unreachable',
	ERR_SOCKET_CONNECTION_TIMEOUT: 'timeout',
};

/** Codes of OpenSSL and Node.js for certificates that are not accepted. */
const CERTIFICATE =
	/^(CERT_|CRL_|DEPTH_ZERO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_|SELF_SIGNED_|UNABLE_TO_)/;

const TIMEOUTS = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** What Node.js and OpenSSL say of a TLS handshake that did not come to its end. */
const HANDSHAKE =
	/before secure TLS connection was established|wrong version number|unsupported protocol|alert (handshake failure|protocol version)/i;

/** What Node.js was doing before there was a connection, whatever went wrong. */
const BEFORE_CONNECTION: readonly unknown[] = ['connect', 'getaddrinfo'];

/**
 * Whether a request's connection was to be encrypted and never was, so that nothing went over it. Of
 * one whose certificate was not accepted, Node.js notes why.
 */
function isBeforeTls({ request }: Record<string, unknown>): boolean {
	const socket = isObject(request) ? request.socket : undefined;
	return isObject(socket) && socket.authorized === false && socket.authorizationError === null;
}

/** An error and what it was made from; n8n wraps the network's errors in its own. */
function* causes(error: unknown): Generator<Record<string, unknown>> {
	let current = error;
	for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
		yield current as Record<string, unknown>;
		current = 'cause' in current ? current.cause : undefined;
	}
}

/**
 * The causes that carry a code. NodeApiError of n8n 1.102 to 2.33 has lost its cause and keeps only the
 * code, as `httpCode`, which is null for what n8n itself refused.
 */
function codedCauses(error: unknown): Array<Record<string, unknown>> {
	const coded = [...causes(error)].filter(({ code }) => typeof code === 'string');
	if (coded.length > 0 || !isObject(error) || typeof error.httpCode !== 'string') return coded;
	return [{ code: error.httpCode }];
}

/** Whether TLS never came about; n8n 1.102 to 2.33 keeps such words only in the list of its messages. */
function isHandshake({ message, messages, description }: Record<string, unknown>): boolean {
	const words: unknown[] = [message, description, ...(Array.isArray(messages) ? messages : [])];
	return words.some((text) => typeof text === 'string' && HANDSHAKE.test(text));
}

/** Codes of Node.js for a reply that came and is no HTTP, or not compressed as it says. */
const UNREADABLE = /^(HPE|Z)_/;

/** A reply that did not come to its end. */
export function brokenReply(error: unknown): NoReply {
	const isUnreadable = codedCauses(error).some(({ code }) => UNREADABLE.test(String(code)));
	const detail = isUnreadable ? { detail: "the response couldn't be read" } : {};
	return { sent: true, reason: 'broken', ...detail };
}

/**
 * Reads what kept a reply from coming, out of an error of n8n's HTTP helper.
 *
 * Nothing of it is handed on but its code: the error itself carries the request with its keys.
 */
export function noReplyOf(error: unknown): NoReply {
	const coded = codedCauses(error);
	const fromNetwork =
		coded.length > 0 || [...causes(error)].some(({ isAxiosError }) => isAxiosError === true);
	if (fromNetwork && [...causes(error)].some(isHandshake)) {
		return { sent: false, reason: 'handshake' };
	}
	const isUnencrypted = [...causes(error)].some(isBeforeTls);
	for (const { code, syscall, errors } of coded) {
		if (typeof code !== 'string') continue;
		const reason = NOT_SENT[code];
		if (reason) return { sent: false, reason };
		if (CERTIFICATE.test(code)) return { sent: false, reason: 'certificate' };
		if (TIMEOUTS.has(code)) {
			// Several errors in one: each of the host's addresses was tried, none connected.
			const connected = syscall !== 'connect' && !Array.isArray(errors) && !isUnencrypted;
			return { sent: connected, reason: 'timeout' };
		}
		if (BEFORE_CONNECTION.includes(syscall)) {
			return { sent: false, reason: 'unreachable', detail: `no connection (${code})` };
		}
	}
	if (isUnencrypted) return { sent: false, reason: 'handshake' };
	if (fromNetwork) return brokenReply(error);
	// n8n itself refused: a domain that the credential does not allow, or its protection of inner networks.
	const message = error instanceof Error ? error.message : 'n8n blocked the request';
	return { sent: false, reason: 'forbidden', detail: message };
}
