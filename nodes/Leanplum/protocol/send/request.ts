import type { Call, RequestFile } from '../action/call';
import { CATALOGUE } from '../action/catalogue';
import { joined, type JsonObject } from '../basics/json';
import type { KeyClass } from '../action/keys';

/** One HTTP request, still without app id and key, which the credential adds. */
export interface LeanplumRequest {
	/** Leanplum's `action`: the call's own, or `multi`. */
	readonly action: string;
	readonly key: KeyClass;
	readonly body: JsonObject;
	/** Files, with which the body becomes multipart. */
	readonly files?: readonly RequestFile[];
	/** Which try of it this is; 1 without. */
	readonly tries?: number;
}

/** The request of a call that travels alone. */
export function singleRequest(call: Call): LeanplumRequest {
	return {
		action: call.spec.action,
		key: call.key,
		body: call.args,
		...(call.files ? { files: call.files } : {}),
	};
}

/**
 * The request of calls that travel together in JSON `multi` (D:multi-json).
 *
 * @param calls of one key
 * @param now the moment of sending in epoch seconds; Leanplum takes its difference to its own clock
 *   as the sender's clock error, so it must be fresh on every try
 */
export function multiRequest(calls: readonly Call[], now: number): LeanplumRequest {
	return {
		action: CATALOGUE.multi.action,
		key: calls[0]!.key,
		body: {
			time: now,
			data: calls.map(({ args, spec: { action } }, index) =>
				// The reqId is echoed in the reply, so that replies pair with calls whatever their order (SDKs).
				joined(args, { action, reqId: String(index) }),
			),
		},
	};
}
