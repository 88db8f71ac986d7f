import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { authorize, KEY_HEADER } from '../protocol/authorize';
import { usersOf, type Call } from '../protocol/call';
import { CATALOGUE } from '../protocol/catalogue';
import { jsonBytes, withIdsAsText } from '../protocol/json';
import { KEYS, type LeanplumCredential } from '../protocol/keys';
import { multiRequest, singleRequest } from '../protocol/request';
import { credentialObjection } from './credential';
import { isTask, type CallOperation, type Operation } from './operation';
import type { RunOptions } from './options';
import type { Prepared, PreparedItems } from './prepare';
import { planCalls } from './planCalls';
import type { Effort } from './task';

const MASK = '••••••••';

/** Operations that change something, with items whose requests can be told before they are sent. */
export function isPreviewable(operation: Operation): operation is CallOperation {
	return !isTask(operation) && CATALOGUE[operation.sends].verb === 'POST';
}

/** Operations that have the option Preview Only. */
export function offersPreview(operation: Operation): boolean {
	return isTask(operation) ? operation.offersPreview === true : isPreviewable(operation);
}

/** What sending calls would take. */
export function effortOf(calls: readonly Call[], options: RunOptions): Effort {
	const batches = planCalls(calls, options).flat();
	const billed = batches.map((batch) => billedUsers(batch.map((index) => calls[index]!)));
	return { requests: batches.length, billedUsers: billed.reduce((sum, users) => sum + users, 0) };
}

/** A credential that shows where each key goes, and none of them. */
function masked(credential: LeanplumCredential): LeanplumCredential {
	const keys = Object.fromEntries(Object.values(KEYS).map(({ field }) => [field, MASK]));
	return { ...credential, ...keys };
}

/** Whom Leanplum bills for a request: each user in it once (D:billing). */
function billedUsers(calls: readonly Call[]): number {
	const billed = calls.filter(({ spec }) => spec.billed);
	return new Set(billed.map(({ args }) => usersOf(args)[0])).size;
}

/** The request as it would leave, but for the time and the keys. */
function bodyOf(calls: readonly Call[], credential: LeanplumCredential): unknown {
	const { action, body, key } =
		calls.length === 1 ? singleRequest(calls[0]!) : multiRequest(calls, Date.now() / 1000);
	const request = authorize(masked(credential), {
		method: 'POST',
		url: credential.apiUrl,
		qs: { action },
		headers: { [KEY_HEADER]: key },
		body,
	});
	return request.body;
}

function previewOfRequest(
	batch: readonly number[],
	ready: readonly Prepared[],
	credential: LeanplumCredential,
	number: number,
): INodeExecutionData & { json: { billedUsers: number } } {
	const items = batch.map((position) => ready[position]!);
	const calls = items.map(({ call }) => call!);
	const body = bodyOf(calls, credential);
	return {
		json: {
			status: 'preview',
			request: number,
			key: KEYS[calls[0]!.key].label,
			items: calls.length,
			billedUsers: billedUsers(calls),
			bytes: jsonBytes(body),
			body: withIdsAsText(body) as IDataObject,
		},
		pairedItem: items.map(({ itemIndex }) => ({ item: itemIndex })),
	};
}

/**
 * What a run would send, without sending it: first a summary, then each request, then each item whose
 * input is wrong.
 */
export function previewItems(
	operation: CallOperation,
	{ ready, leftOut, wrong }: PreparedItems,
	credential: LeanplumCredential,
	options: RunOptions,
): INodeExecutionData[] {
	const calls = ready.map(({ call }) => call!);
	const batches = calls.length > 0 ? planCalls(calls, options).flat() : [];
	const requests = batches.map((batch, index) =>
		previewOfRequest(batch, ready, credential, index + 1),
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
		...(leftOut.length > 0 ? { itemsUnchanged: leftOut.length } : {}),
		itemsWithProblems: wrong.length,
		billedUsers: requests.reduce((sum, { json }) => sum + json.billedUsers, 0),
		...(objection ? { problem: objection.message } : {}),
	};
	return [
		{ json: summary, pairedItem: [] },
		...requests,
		...wrong.map(({ itemIndex, input }) => ({
			json: {
				status: 'invalid',
				item: itemIndex,
				problems: input.problems.map(({ field, message }) => `${field} ${message}`),
			},
			pairedItem: { item: itemIndex },
		})),
	];
}
