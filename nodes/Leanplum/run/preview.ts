import type { IDataObject, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { authorize, KEY_HEADER } from '../protocol/action/authorize';
import type { Call } from '../protocol/action/call';
import { billedUsers } from '../protocol/plan/estimate';
import { withIdsAsText } from '../protocol/basics/json';
import { KEYS, type LeanplumCredential } from '../protocol/action/keys';
import { multiRequest, singleRequest } from '../protocol/send/request';
import type { CallOperation } from '../operation/operation';
import { idsOf } from '../operation/result';
import type { RunOptions } from '../operation/runOptions';
import { count } from '../operation/statusWords';
import { withColumns } from './output/columns';
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
	/** The calls of its request. */
	readonly batch: readonly Call[];
	/** 1 for the first request. */
	readonly request: number;
	readonly credential: LeanplumCredential | Explanation;
	readonly objection?: Explanation;
}

/** The requests of a run, and what is wrong with its credentials. */
interface PlannedRun {
	readonly requests: ReadonlyArray<readonly Call[]>;
	readonly plannedOf: ReadonlyMap<Call, Planned>;
	readonly objections: ReadonlySet<string>;
}

function planRun(
	operation: CallOperation,
	groups: ReadonlyArray<CredentialGroup<Prepared>>,
	options: RunOptions,
): PlannedRun {
	const requests: Array<readonly Call[]> = [];
	const plannedOf = new Map<Call, Planned>();
	const objections = new Set<string>();
	for (const { credential, items } of groups) {
		const objection = objectionTo({ credential, items }, operation);
		if (objection) objections.add(objection.message);
		const calls = items.map(({ call }) => call!);
		for (const batch of planCalls(calls, options).flat()) {
			const request = requests.push(batch);
			for (const call of batch) plannedOf.set(call, { batch, request, credential, objection });
		}
	}
	return { requests, plannedOf, objections };
}

/** What would be sent for a call; the first one of a request can show its body. */
function previewOf(
	call: Call,
	{ batch, request, credential, objection }: Planned,
	{ includeRequests }: RunOptions,
): IDataObject {
	const showsBody = includeRequests && batch[0] === call && !isMissing(credential);
	return {
		action: call.spec.action,
		arguments: call.args as IDataObject,
		request,
		key: KEYS[call.key].label,
		problems: objection ? [objection.message] : [],
		...(showsBody ? { body: bodyOf(batch, credential) } : {}),
	};
}

/** The preview of an item for which nothing would be sent. */
const withoutRequest = () => ({
	action: null,
	arguments: null,
	request: null,
	key: null,
	problems: [],
});

/** What a whole run would send, for the output pane. */
function sumOf(
	{ requests, objections }: PlannedRun,
	{ unchanged, invalid }: PreparedItems,
): NodeExecutionHint {
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
	return { message, type, location: 'outputPane' };
}

export const NO_PREVIEW: Preview = { items: [], hints: [] };

/**
 * Tells what a run would send: for each item who it is about, what would be sent in which request, and
 * what is wrong. With `includeRequests`, the first item of each request shows its body.
 */
export function previewRun(
	operation: CallOperation,
	prepared: PreparedItems,
	groups: ReadonlyArray<CredentialGroup<Prepared>>,
	options: RunOptions,
): Preview {
	const planned = planRun(operation, groups, options);
	const rows: INodeExecutionData[] = [];
	const row = (itemIndex: number, status: string, json: IDataObject, preview: IDataObject) => {
		const all = { ...json, preview: { ...withoutRequest(), ...preview } };
		rows[itemIndex] = {
			json: withColumns(operation, status, all),
			pairedItem: { item: itemIndex },
		};
	};
	for (const { itemIndex, call } of prepared.ready) {
		const preview = previewOf(call!, planned.plannedOf.get(call!)!, options);
		row(itemIndex, 'preview', idsOf(call!), preview);
	}
	for (const { itemIndex, output } of prepared.unchanged) row(itemIndex, 'unchanged', output, {});
	for (const { itemIndex, input, ids } of prepared.invalid) {
		const problems = input.problems.map(({ field, message }) => `${field} ${message}`);
		row(itemIndex, 'invalid', ids, { problems });
	}
	// Items of an earlier try that must not be sent again have no row.
	return { items: rows.filter(Boolean), hints: [sumOf(planned, prepared)] };
}
