import { RequestLog } from '../../nodes/Leanplum/transport/requestLog';
import type { IExecuteFunctions } from 'n8n-workflow';
import { ItemInput } from '../../nodes/Leanplum/operation/fields/itemInput';
import type { TaskOperation } from '../../nodes/Leanplum/operation/operation';
import { readRunOptions } from '../../nodes/Leanplum/operation/runOptions';
import { performTasks } from '../../nodes/Leanplum/run/performTasks';
import type { TaskTools } from '../../nodes/Leanplum/operation/taskTools';
import { CircuitBreaker } from '../../nodes/Leanplum/protocol/send/circuitBreaker';
import type { Transport } from '../../nodes/Leanplum/protocol/send/transport';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';
import { readerOf } from './parameterReader.mts';

const ITEMS = [{ item: 0 }, { item: 1 }, { item: 2 }];

const credential = { appId: 'app', apiUrl: 'http://localhost/' } as LeanplumCredential;

const STARTED = { status: 200, body: '{"response":[{"success":true,"jobId":"job"}]}' };

/** Performs a task for three items, of which the second meets a defect. */
async function perform(
	beforeDefect: (tools: TaskTools) => Promise<unknown>,
	{ send, cancelled = () => false }: Partial<Transport> = {},
) {
	const context = {
		getInputData: () => ITEMS.map((json) => ({ json })),
		getNode: () => ({ name: 'Leanplum', parameters: {} }),
	} as unknown as IExecuteFunctions;
	const operation = {
		sends: 'exportData',
		async perform({ json }: ItemInput, tools: TaskTools) {
			if (json.item === 1) {
				await beforeDefect(tools);
				throw new TypeError('x is not a function');
			}
			await new Promise((resolve) => setTimeout(resolve, 10));
			return [{ json }];
		},
	} as unknown as TaskOperation;
	const { options } = readRunOptions({ parallelRequests: 2 });
	const prepared = ITEMS.map((json, itemIndex) => ({
		itemIndex,
		input: new ItemInput(readerOf({}), itemIndex, json, 'UTC'),
		key: 'dataExport' as const,
		sendOnce: 'off' as const,
		onceKey: '',
		options,
	}));
	const transport: Transport = {
		send: async () => STARTED,
		sleep: async () => undefined,
		now: () => 0,
		random: () => 0,
		cancelled,
		...(send ? { send } : {}),
	};
	const connection = { transport, breaker: new CircuitBreaker() };
	return await performTasks(
		context,
		operation,
		credential,
		prepared,
		connection,
		options,
		new RequestLog({}),
	);
}

const nothing = async () => undefined;
const start = async (tools: TaskTools) => await tools.call('exportData', {});

const failedWith = (progress: string) => [
	{ kind: 'performed', items: [{ json: { item: 0 } }] },
	{
		kind: 'failed',
		progress,
		explanation: {
			message: 'This is a bug in the Leanplum node: TypeError: x is not a function',
			failure: { cause: 'node-defect' },
		},
	},
	{ kind: 'performed', items: [{ json: { item: 2 } }] },
];

describe('a defect in the task of one item', () => {
	it('fails that item as one of which nothing was sent', async () => {
		expect(await perform(nothing)).toMatchObject(failedWith('nothingSent'));
	});

	it('fails it as one that was only asked about, when nothing was changed', async () => {
		const ask = async (tools: TaskTools) => await tools.call('getExportResults', { jobId: 'job' });
		expect(await perform(ask)).toMatchObject(failedWith('asked'));
	});

	it('fails it as begun once a job was started, whatever was asked afterwards', async () => {
		const startAndAsk = async (tools: TaskTools) => {
			await start(tools);
			await tools.call('getExportResults', { jobId: 'job' });
		};
		expect(await perform(startAndAsk)).toMatchObject(failedWith('begun'));
	});

	it('fails it as begun when it shows while the start is under way', async () => {
		const send = () => Promise.reject(new TypeError('x is not a function'));
		expect(await perform(start, { send })).toMatchObject(failedWith('begun'));
	});

	it('fails it as begun when it shows while the state of the job is asked for', async () => {
		const startAndFailToAsk = async (tools: TaskTools) => {
			await start(tools);
			await tools.call('getExportResults', { jobId: 'job' });
		};
		const send: Transport['send'] = async ({ action }) => {
			if (action === 'getExportResults') throw new TypeError('x is not a function');
			return STARTED;
		};
		expect(await perform(startAndFailToAsk, { send })).toMatchObject(failedWith('begun'));
	});

	it('ends the run when the execution was stopped', async () => {
		await expect(perform(nothing, { cancelled: () => true })).rejects.toThrow(
			'The execution was stopped',
		);
	});
});
