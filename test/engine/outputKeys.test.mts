import type { IDataObject } from 'n8n-workflow';
import { isTask, offersPreview } from '../../nodes/Leanplum/operation/operation';
import { RESOURCES } from '../../nodes/Leanplum/resources';
import { columnsOf, withOutput } from '../../nodes/Leanplum/run/output/columns';
import { statusesOf } from '../../generate/outputFields.mts';
import { FULL_USES, FURTHER_USES, type FullUse } from './everyParameter.mts';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const CONTINUE = { onError: 'continueRegularOutput' as const };

/** Keys that only some statuses have, by their nature: a failure and a preview have their own. */
const OF_A_STATUS = new Set(['error', 'preview']);

interface Circumstance {
	/** What the items come to under it, at least where Leanplum has what they ask for. */
	name: string;
	arrange?: () => Promise<unknown>;
	arrangeWith?: (use: FullUse) => Promise<unknown>;
	options?: IDataObject;
}

const ONCE: IDataObject = {
	sendOnce: { once: { sendOnce: 'executions', sendOnceKey: 'a', sendOnceScope: 'workflow' } },
};

/** Makes Leanplum answer every request so. */
async function answer(response: IDataObject) {
	const fault = {
		kind: 'status',
		status: 200,
		body: JSON.stringify({ response: [response] }),
	} as const;
	return await testApp.admin.fault({ appId: testApp.appId, times: null, fault });
}

const CIRCUMSTANCES: readonly Circumstance[] = [
	{ name: 'done' },
	// What the sandbox's app lacks, such as the job that is asked for.
	{ name: 'answered', arrange: async () => await answer({ success: true }) },
	{
		name: 'failed',
		arrange: () =>
			testApp.admin.fault({
				appId: testApp.appId,
				times: null,
				fault: { kind: 'status', status: 400 },
			}),
	},
	{
		name: 'unknown',
		arrange: () =>
			testApp.admin.fault({
				appId: testApp.appId,
				times: null,
				fault: { kind: 'drop', when: 'after' },
			}),
	},
	{
		name: 'not sent',
		arrange: async () => {
			const { appId, apiUrl } = testApp.credential;
			testApp.credential = { appId, apiUrl } as typeof testApp.credential;
		},
	},
	{
		name: 'skipped',
		arrange: async () =>
			await answer({ success: true, warning: { message: 'User not found; request skipped' } }),
	},
	{ name: 'invalid', options: { timeout: 'soon' } },
	{ name: 'preview', options: { previewOnly: true } },
	{ name: 'invalid preview', options: { previewOnly: true, timeout: 'soon' } },
	{
		name: 'duplicate',
		options: ONCE,
		arrange: async () => await answer({ success: true }),
		arrangeWith: async (use) => await itemsOf(use, ONCE),
	},
];

async function itemsUnder(
	{ arrange, arrangeWith, options }: Circumstance,
	use: FullUse,
): Promise<IDataObject[]> {
	await testApp.admin.settings({ devModeThrottle: false }, testApp.appId);
	await arrange?.();
	await arrangeWith?.(use);
	return await itemsOf(use, options);
}

async function itemsOf(
	{ parameters, files = [], content }: FullUse,
	options?: IDataObject,
): Promise<IDataObject[]> {
	const { json } = await testApp.run(
		{
			...parameters,
			options: { ...QUICK, maxRetries: 0, pollInterval: 0.02, ...options },
		},
		[{}],
		{
			settings: CONTINUE,
			binary: Object.fromEntries(files.map((name) => [name, content ?? `content of ${name}`])),
		},
	);
	return json as IDataObject[];
}

/**
 * An entry of a list is what Leanplum has, and only a failure in its place says what became of the
 * request.
 */
const isOfARequest = (key: string, { parameters }: FullUse) =>
	parameters.operation === 'getAll' && ['status', 'warning'].includes(key);

const keysOf = (item: IDataObject, use: FullUse) =>
	Object.keys(item)
		.filter((key) => !OF_A_STATUS.has(key) && !isOfARequest(key, use))
		.sort();

const operationOf = ({ parameters: { resource, operation, output } }: FullUse) =>
	withOutput(
		RESOURCES.find(({ value }) => value === resource)!.operations.find(
			({ value }) => value === operation,
		)!,
		output,
	);

/** Exports that wait for their results, which come out as the user chooses. */
const WAITING: readonly FullUse[] = FULL_USES.flatMap((use) => {
	const { operation } = use.parameters;
	const outputs = { rawData: ['job', 'files'], report: ['rows', 'raw'] }[String(operation)] ?? [];
	return outputs.map((output) => ({
		...use,
		parameters: {
			...use.parameters,
			mode: 'wait',
			output,
			additionalFields: {},
		},
	}));
});

/** Whether an operation's items can come to this. */
function isPossible(name: string, use: FullUse): boolean {
	const operation = operationOf(use);
	if (name.includes('preview')) return offersPreview(operation);
	if (name === 'duplicate') return !isTask(operation) && operation.offersSendOnce === true;
	// Tasks take a skipped request for a failure of theirs.
	return name !== 'skipped' || !isTask(operation);
}

describe.each([...FULL_USES, ...FURTHER_USES, ...WAITING])(
	'The items of $parameters.resource → $parameters.operation $parameters.output',
	(use) => {
		const circumstances = CIRCUMSTANCES.filter(({ name }) => isPossible(name, use));

		it('have the same keys whatever became of them', async () => {
			const operation = operationOf(use);
			const columns = columnsOf(operation).concat(
				use.parameters.operation === 'getAll' ? [] : 'status',
			);
			const { credential } = testApp;
			const seen = new Set<unknown>();
			for (const circumstance of circumstances) {
				testApp.credential = await testApp.newCredential();
				for (const item of await itemsUnder(circumstance, use)) {
					const status = item.status ?? (item.error as IDataObject | undefined)?.status;
					seen.add(status);
					const place = `${circumstance.name}: ${String(status)}`;
					expect([place, keysOf(item, use)]).toEqual([
						place,
						columns.filter((key) => !isOfARequest(key, use)).sort(),
					]);
				}
			}
			testApp.credential = credential;
			const promised: unknown[] = statusesOf(operation);
			expect(
				[...seen].filter((status) => status !== undefined && !promised.includes(status)),
			).toEqual([]);
			if (use.parameters.operation !== 'getAll') expect([...seen]).toContain('done');
			for (const status of ['duplicate', 'preview', 'invalid', 'failed', 'notSent'])
				if (promised.includes(status)) expect([...seen]).toContain(status);
			if (!isTask(operation)) expect(seen.has('skipped') || seen.has('notFound')).toBe(true);
		});
	},
);
