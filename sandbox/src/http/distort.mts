import { failed, type ReplyItem } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import { jsonAnswer, redirectAnswer, type Answer } from './answer.mjs';
import type { Break } from '../faults/fault-board.mjs';

const html502 = (): Answer => ({
	status: 502,
	headers: { 'content-type': 'text/html; charset=UTF-8' },
	body: '<html><head><title>502 Server Error</title></head><body><h1>Error: Server Error</h1></body></html>',
	delivery: { how: 'whole' },
});

/** The answer of a fault that changes the status. */
function otherStatus(fault: Extract<Break, { kind: 'status' }>): Answer {
	const { status, body, contentType } = fault;
	const answer = jsonAnswer(status, [failed(status, `HTTP ${status} by the sandbox`).reply]);
	return {
		...answer,
		headers: { ...answer.headers, ...(contentType && { 'content-type': contentType }) },
		body: body ?? answer.body,
	};
}

/** The answer that sends a client to another host (AND). */
export function endpointMismatch(endpoint: {
	apiHost: string;
	apiPath: string;
	devServerHost?: string | undefined;
}): Answer {
	const { apiHost, apiPath, devServerHost = `dev.${apiHost}` } = endpoint;
	const fields = { apiHost, apiPath, devServerHost };
	return jsonAnswer(200, [failed(200, TEXT.endpointMismatch, fields).reply]);
}

/** The answer of a fault that comes instead of processing; nothing for faults of another kind. */
export function answerInstead(fault: Break): Answer | undefined {
	switch (fault.kind) {
		case 'status':
			return fault.process ? undefined : otherStatus(fault);
		case 'html502':
			return fault.process ? undefined : html502();
		case 'drop':
			return fault.when === 'before' ? dropped(fault) : undefined;
		case 'silence':
			return { ...withoutBody, delivery: { how: 'silence' } };
		case 'redirect':
			return redirectAnswer(fault.status, fault.location);
		case 'endpointMismatch':
			return endpointMismatch(fault);
		case 'batchRefused':
			return jsonAnswer(fault.status, [failed(fault.status, fault.message).reply]);
		default:
			return undefined;
	}
}

const withoutBody = { status: 0, headers: {}, body: '' };

const dropped = ({ reset }: Extract<Break, { kind: 'drop' }>): Answer => ({
	...withoutBody,
	delivery: { how: reset ? 'reset' : 'drop' },
});

const withoutReqId = ({ reqId: _removed, ...rest }: ReplyItem): ReplyItem => ({
	...rest,
	success: rest.success,
});

function otherItems(fault: Break, items: ReplyItem[]): ReplyItem[] | undefined {
	const named = (withReqId: boolean): ReplyItem[] => (withReqId ? items : items.map(withoutReqId));
	switch (fault.kind) {
		case 'emptyResponse':
			return [];
		case 'reorder':
			return named(fault.withReqId).reverse();
		case 'tooFew':
			return named(fault.withReqId).slice(1);
		case 'tooMany':
			return [{ success: true }, ...named(fault.withReqId)];
		case 'stripReqId':
			return named(false);
		default:
			return undefined;
	}
}

/** A reply with a field beside `response` that makes it large; put in as text, which is quick. */
const padded = (body: string, bytes: number): string =>
	`${body.slice(0, -1)},"padding":"${'x'.repeat(bytes)}"}`;

/** The answer after processing, as the fault distorts it. */
export function distort(fault: Break, answer: Answer, items: ReplyItem[]): Answer {
	const others = otherItems(fault, items);
	if (others) return jsonAnswer(answer.status, others);
	switch (fault.kind) {
		case 'status':
			return otherStatus(fault);
		case 'html502':
			return html502();
		case 'drop':
			return dropped(fault);
		case 'itemError':
			return { ...answer, status: fault.status === 200 ? answer.status : fault.status };
		case 'truncate': {
			const bytes = fault.bytes ?? Math.floor(Buffer.byteLength(answer.body) / 2);
			return { ...answer, delivery: { how: 'cut', bytes } };
		}
		case 'invalidJson':
			return { ...answer, body: answer.body.slice(0, -2) };
		case 'migrateState':
			return jsonAnswer(answer.status, items, { migrateState: { sha256: 'a'.repeat(64) } });
		case 'slowDrip':
			return { ...answer, delivery: { how: 'drip', bytesPerSecond: fault.bytesPerSecond } };
		case 'hugeReply':
			return { ...answer, body: padded(answer.body, fault.bytes) };
		default:
			return answer;
	}
}
