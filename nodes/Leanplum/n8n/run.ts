import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { apiUrlObjection } from '../protocol/authorize';
import { createCall, namesItsSubject, usersOf, type Call } from '../protocol/call';
import { CATALOGUE } from '../protocol/catalogue';
import { CancelledError, dispatch } from '../protocol/dispatch';
import { jsonBytes } from '../protocol/json';
import type { LeanplumCredential } from '../protocol/keys';
import { plan } from '../protocol/plan';
import { explainInput, type Explanation } from './explain';
import { summarise } from './hints';
import { ItemInput } from './itemInput';
import type { Operation } from './operation';
import { readRunOptions } from './options';
import { describeFailures, toItem } from './output';
import { ParameterReader } from './parameters';
import type { ItemResult } from './result';
import { rememberSettled, settledBefore } from './settled';
import { CREDENTIAL, createWire, missingKeys } from './transport';

interface PreparedCall {
	readonly itemIndex: number;
	readonly call: Call;
	readonly input: ItemInput;
}

/** Why nothing can be sent with this credential, if nothing can. */
function credentialObjection(
	credential: LeanplumCredential,
	operation: Operation,
	calls: readonly PreparedCall[],
): Explanation | undefined {
	const failure = { cause: 'credential-invalid' } as const;
	if (!credential.appId?.trim()) {
		return {
			message: 'The App ID is missing in the Leanplum credential',
			description: 'Copy it from the Leanplum dashboard: App Settings → Keys & Settings.',
			failure,
		};
	}
	const objection = apiUrlObjection(credential.apiUrl.trim());
	if (objection) {
		return { message: objection, description: 'Correct the Leanplum credential.', failure };
	}
	const keyClasses = calls.map(({ call }) => call.key);
	const missing = missingKeys(credential, keyClasses);
	if (missing.length === 0) return undefined;
	const labels = missing.map(({ label }) => label).join(' and the ');
	return {
		message: `"${operation.action}" needs the ${labels}`,
		description: `Nothing was sent. Add the ${labels} to the Leanplum credential; it is shown in the Leanplum dashboard under App Settings → Keys & Settings.`,
		failure,
	};
}

/** Builds the call of one item, or says what is wrong with its input. */
function prepare(operation: Operation, input: ItemInput): Call | Explanation {
	const args = operation.toArgs(input);
	const call = createCall(operation.sends, args);
	const ids =
		CATALOGUE[operation.sends].subject === 'device' ? ['Device ID'] : ['User ID', 'Device ID'];
	if (!namesItsSubject(call) && !input.problems.some(({ field }) => ids.includes(field))) {
		input.refuse(ids[0]!, 'is empty for this item, so nobody is addressed');
	}
	return input.problems.length > 0 ? explainInput(input.problems) : call;
}

/**
 * Runs an operation for all input items at once: builds their calls, sends them in as few requests as
 * Leanplum's rules allow, and gives each item its own result in input order.
 *
 * @param continueOnFail whether items that fail come out as such; otherwise the first one stops the
 *   node: before anything is sent when its input is wrong, else after all items had their try
 * @throws NodeOperationError or NodeApiError, with the index of the item
 */
export async function runOperation(
	context: IExecuteFunctions,
	operation: Operation,
	continueOnFail: boolean,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const reader = new ParameterReader(context);
	const timezone = context.getTimezone();
	const options = readRunOptions(
		reader.read('options', 0),
		CATALOGUE[operation.sends].batch === 'proven',
	);

	const settled = settledBefore(context);
	const results: ItemResult[] = new Array<ItemResult>(items.length);
	const prepared: PreparedCall[] = [];
	items.forEach((item, itemIndex) => {
		const earlier = settled.get(itemIndex);
		if (earlier) {
			results[itemIndex] = earlier;
			return;
		}
		const input = new ItemInput(reader, itemIndex, item.json, timezone);
		const call = prepare(operation, input);
		if ('message' in call) results[itemIndex] = { kind: 'notSent', explanation: call };
		else prepared.push({ itemIndex, call, input });
	});

	const inputIsSound = results.every((result) => result?.kind !== 'notSent');
	if (prepared.length > 0 && (inputIsSound || continueOnFail)) {
		const credential = await context.getCredentials<LeanplumCredential>(CREDENTIAL);
		const objection = credentialObjection(credential, operation, prepared);
		if (objection) {
			for (const { itemIndex } of prepared) {
				results[itemIndex] = { kind: 'notSent', explanation: objection };
			}
		} else {
			const outcomes = await send(context, credential, prepared, options);
			prepared.forEach(({ itemIndex, call, input }, position) => {
				results[itemIndex] = { kind: 'called', call, input, outcome: outcomes[position]! };
			});
		}
	}

	rememberSettled(context, results);
	if (!continueOnFail) {
		const error = describeFailures(context.getNode(), results, options.failSkipped);
		if (error) throw error;
	}
	context.addExecutionHints(...summarise(results));
	return [
		results.map((result, itemIndex) => toItem(operation, result, itemIndex, options.failSkipped)),
	];
}

async function send(
	context: IExecuteFunctions,
	credential: LeanplumCredential,
	prepared: readonly PreparedCall[],
	options: ReturnType<typeof readRunOptions>,
) {
	const calls = prepared.map(({ call }) => call);
	const lanes = plan(
		calls.map((call) => ({
			users: usersOf(call.args),
			bytes: jsonBytes(call.args),
			group: call.key,
		})),
		options.limits,
	);
	try {
		return await dispatch(
			calls,
			lanes,
			createWire(context, credential, options.timeoutMs),
			options,
		);
	} catch (error) {
		if (!(error instanceof CancelledError)) {
			throw new NodeOperationError(context.getNode(), error as Error, {
				failure: { cause: 'node-defect' },
			});
		}
		throw new NodeOperationError(context.getNode(), 'The execution was stopped', {
			description: 'Requests that were under way may have been done by Leanplum.',
		});
	}
}
