import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { authorize, KEY_HEADER } from '../protocol/action/authorize';
import type { Call } from '../protocol/action/call';
import { billedUsers } from '../protocol/send/estimate';
import { withIdsAsText } from '../protocol/basics/json';
import { KEYS, type LeanplumCredential } from '../protocol/action/keys';
import { multiRequest, singleRequest } from '../protocol/send/request';
import { credentialObjection } from '../transport/credential';
import type { CallOperation } from '../operation/operation';
import type { RunOptions } from '../operation/options';
import type { PreparedItems } from './prepare';
import { planCalls } from '../protocol/send/planCalls';

const MASK = '••••••••';

/** A credential that shows where each key goes, and none of them. */
function masked(credential: LeanplumCredential): LeanplumCredential {
	const keys = Object.fromEntries(Object.values(KEYS).map(({ field }) => [field, MASK]));
	return { ...credential, ...keys };
}

/** The request as it would leave, but for the time and the keys. */
function bodyOf(calls: readonly Call[], credential: LeanplumCredential): string {
	const { action, body, key } =
		calls.length === 1 ? singleRequest(calls[0]!) : multiRequest(calls, Date.now() / 1000);
	const request = authorize(masked(credential), {
		method: 'POST',
		url: credential.apiUrl,
		qs: { action },
		headers: { [KEY_HEADER]: key },
		body,
	});
	return String(request.body);
}

function previewOfRequest(
	calls: readonly Call[],
	itemOf: ReadonlyMap<Call, number>,
	credential: LeanplumCredential,
	number: number,
): INodeExecutionData & { json: { billedUsers: number } } {
	const body = bodyOf(calls, credential);
	return {
		json: {
			status: 'preview',
			request: number,
			key: KEYS[calls[0]!.key].label,
			items: calls.length,
			billedUsers: billedUsers(calls),
			bytes: Buffer.byteLength(body),
			body: withIdsAsText(JSON.parse(body)) as IDataObject,
		},
		pairedItem: calls.map((call) => ({ item: itemOf.get(call)! })),
	};
}

/**
 * What a run would send, without sending it: first a summary, then each request, then each item whose
 * input is wrong.
 */
export function previewItems(
	operation: CallOperation,
	{ ready, unchanged, invalid }: PreparedItems,
	credential: LeanplumCredential,
	options: RunOptions,
): INodeExecutionData[] {
	const itemOf = new Map(ready.map(({ call, itemIndex }) => [call!, itemIndex]));
	const batches = planCalls([...itemOf.keys()], options).flat();
	const requests = batches.map((batch, index) =>
		previewOfRequest(batch, itemOf, credential, index + 1),
	);
	const objection = credentialObjection(
		credential,
		`"${operation.action}"`,
		ready.map(({ key }) => key),
	);
	const summary: IDataObject = {
		status: 'preview',
		requests: requests.length,
		items: ready.length,
		...(unchanged.length > 0 ? { itemsUnchanged: unchanged.length } : {}),
		itemsWithProblems: invalid.length,
		billedUsers: requests.reduce((sum, { json }) => sum + json.billedUsers, 0),
		...(objection ? { problem: objection.message } : {}),
	};
	return [
		{ json: summary, pairedItem: [] },
		...requests,
		...invalid.map(({ itemIndex, input }) => ({
			json: {
				status: 'invalid',
				item: itemIndex,
				problems: input.problems.map(({ field, message }) => `${field} ${message}`),
			},
			pairedItem: { item: itemIndex },
		})),
	];
}
