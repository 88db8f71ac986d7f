import type { IDataObject, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { authorize, KEY_HEADER } from '../protocol/action/authorize';
import type { Call } from '../protocol/action/call';
import { billedUsers } from '../protocol/plan/estimate';
import { withIdsAsText } from '../protocol/basics/json';
import { KEYS, type LeanplumCredential } from '../protocol/action/keys';
import { multiRequest, singleRequest } from '../protocol/send/request';
import type { CallOperation } from '../operation/operation';
import type { RunOptions } from '../operation/options';
import { count } from '../operation/statusWords';
import { withColumns } from './columns';
import { isMissing, objectionTo, type CredentialGroup } from './credentialGroups';
import type { Prepared, PreparedItems } from './prepare';
import type { Explanation } from '../operation/explain';
import { planCalls } from '../protocol/plan/planCalls';

const MASK = '••••••••';

/** A credential that shows where each key goes, and none of them. */
function masked(credential: LeanplumCredential): LeanplumCredential {
	const keys = Object.fromEntries(Object.values(KEYS).map(({ field }) => [field, MASK]));
	return { ...credential, ...keys };
}

/** The request as it would leave, but for the time and the keys. */
function bodyOf(calls: readonly Call[], credential: LeanplumCredential): IDataObject {
	const { action, body, key } =
		calls.length === 1 ? singleRequest(calls[0]!) : multiRequest(calls, Date.now() / 1000);
	const request = authorize(masked(credential), {
		method: 'POST',
		url: credential.apiUrl,
		qs: { action },
		headers: { [KEY_HEADER]: key },
		body,
	});
	return withIdsAsText(JSON.parse(String(request.body))) as IDataObject;
}

/** What would be sent for a run, without sending it. */
export interface Preview {
	/** One for each input item. */
	readonly items: INodeExecutionData[];
	/** The sum, for the output pane. */
	readonly hints: NodeExecutionHint[];
}

/** How a call would travel. */
interface Planned {
	/** 1 for the first request. */
	readonly request: number;
	readonly credential: LeanplumCredential | Explanation;
	readonly objection?: Explanation;
}

export const NO_PREVIEW: Preview = { items: [], hints: [] };

/**
 * Tells what a run would send: for each item who it is about, what would be sent in which request, and
 * what is wrong. With `includeRequests`, the first item of each request shows its body.
 */
export function previewRun(
	operation: CallOperation,
	{ ready, unchanged, invalid }: PreparedItems,
	groups: ReadonlyArray<CredentialGroup<Prepared>>,
	options: RunOptions,
): Preview {
	const requests: Array<readonly Call[]> = [];
	const plannedOf = new Map<Call, Planned>();
	const objections = new Set<string>();
	for (const { credential, items } of groups) {
		const objection = objectionTo({ credential, items }, operation);
		if (objection) objections.add(objection.message);
		const calls = items.map(({ call }) => call!);
		for (const batch of planCalls(calls, options).flat()) {
			const request = requests.push(batch);
			for (const call of batch) plannedOf.set(call, { request, credential, objection });
		}
	}

	const rows: INodeExecutionData[] = [];
	const row = (itemIndex: number, status: string, json: IDataObject, preview: IDataObject) => {
		rows[itemIndex] = {
			json: withColumns(operation, status, {
				...json,
				preview: {
					action: null,
					arguments: null,
					request: null,
					key: null,
					problems: [],
					...preview,
				},
			}),
			pairedItem: { item: itemIndex },
		};
	};
	for (const { itemIndex, call } of ready) {
		const { args, key, spec } = call!;
		const { userId, deviceId } = args;
		const { request, credential, objection } = plannedOf.get(call!)!;
		const isFirst = requests[request - 1]![0] === call;
		row(
			itemIndex,
			'preview',
			{
				...(userId === undefined ? {} : { userId: String(userId) }),
				...(deviceId === undefined ? {} : { deviceId: String(deviceId) }),
			},
			{
				action: spec.action,
				arguments: args as IDataObject,
				request,
				key: KEYS[key].label,
				problems: objection ? [objection.message] : [],
				...(options.includeRequests && isFirst && !isMissing(credential)
					? { body: bodyOf(requests[request - 1]!, credential) }
					: {}),
			},
		);
	}
	for (const { itemIndex, output } of unchanged) row(itemIndex, 'unchanged', output, {});
	for (const { itemIndex, input } of invalid) {
		const problems = input.problems.map(({ field, message }) => `${field} ${message}`);
		row(itemIndex, 'invalid', {}, { problems });
	}
	const billed = requests.reduce((sum, batch) => sum + billedUsers(batch), 0);
	const sums = [
		count(requests.length, 'request'),
		`${count(billed, 'user')} billed`,
		...(unchanged.length > 0 ? [`${count(unchanged.length, 'item')} unchanged`] : []),
		`${count(invalid.length, 'item')} with problems`,
	];
	const message = [
		`Preview: nothing was sent. ${sums.join(', ')}.`,
		...[...objections].map((objection) => `${objection}.`),
	].join(' ');
	const type = invalid.length > 0 || objections.size > 0 ? 'warning' : 'info';
	// Items of an earlier try that must not be sent again have no row.
	return { items: rows.filter(Boolean), hints: [{ message, type, location: 'outputPane' }] };
}
