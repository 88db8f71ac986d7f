import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';
import { workflowOfOne } from '../../testkit/oneNode.mts';
import { MESSAGES, QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const SPLIT: INodeParameters = { ...QUICK, ifSkipped: 'output' };

/** Parameters that send a message to the user whom the item names. */
const send = (options: INodeParameters = SPLIT): INodeParameters => ({
	resource: 'message',
	operation: 'send',
	messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
	identifyBy: 'userId',
	userId: '={{ $json.user }}',
	options,
});

/** Ada is known to Leanplum, Nobody is not. */
const ITEMS = ['nobody', 'ada', 'nobody', 'ada'].map((user, row) => ({ user, row }));

const itemsOf = (outputs: Awaited<ReturnType<TestApp['run']>>['outputs']) =>
	outputs.map((items) => items.map(({ json, pairedItem }) => [json.status, pairedItem]));

const link = (item: number) => ({ item });

/** The outputs that n8n gives the node. */
function outputsOf(parameters: INodeParameters, settings: Partial<INode> = {}) {
	const { workflow, node, type } = workflowOfOne(parameters, settings);
	return NodeHelpers.getNodeOutputs(workflow, node, type.description);
}

describe('If Leanplum Skips an Item → Send to a Second Output', () => {
	beforeEach(async () => {
		const ada = { resource: 'user', operation: 'setAttributes', userId: 'ada' };
		const attributes = { attributesFrom: 'json', attributesJson: '{"plan": "gold"}' };
		await testApp.run({ ...ada, identifyBy: 'userId', ...attributes });
	});

	it('separates skipped items from the others, each linked to its input', async () => {
		const { outputs, error } = await testApp.run(send(), ITEMS);
		expect(error).toBeUndefined();
		expect(itemsOf(outputs)).toEqual([
			[
				['done', link(1)],
				['done', link(3)],
			],
			[
				['skipped', link(0)],
				['skipped', link(2)],
			],
		]);
	});

	it('keeps one output with the other choices', async () => {
		const { outputs } = await testApp.run(send({ ...QUICK, ifSkipped: 'mark' }), ITEMS);
		expect(outputs).toHaveLength(1);
		expect(outputs[0]).toHaveLength(4);
	});

	it('leaves the last output to errors', async () => {
		const items = [...ITEMS, { user: 'undefined' }];
		const { outputs } = await testApp.run(send(), items, {
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs.map((one) => one.map(({ pairedItem }) => pairedItem))).toEqual([
			[link(1), link(3)],
			[link(0), link(2)],
			[link(4)],
		]);
		expect(outputs[2]![0]!.json.error).toMatchObject({ status: 'notSent' });
	});

	it('keeps failed items beside those that are done when the node continues', async () => {
		const items = [...ITEMS, { user: 'undefined' }];
		const { outputs } = await testApp.run(send(), items, {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(itemsOf(outputs).map((one) => one.map(([status]) => status))).toEqual([
			['done', 'done', 'notSent'],
			['skipped', 'skipped'],
		]);
	});

	it('sends users that a read did not find there, too', async () => {
		const parameters = { resource: 'user', operation: 'export', identifyBy: 'userId' };
		const { outputs } = await testApp.run(
			{ ...parameters, userId: '={{ $json.user }}', options: SPLIT },
			ITEMS,
		);
		expect(itemsOf(outputs)[1]).toEqual([
			['notFound', link(0)],
			['notFound', link(2)],
		]);
	});

	it('shows a preview in the first output', async () => {
		const { outputs } = await testApp.run(send({ ...SPLIT, previewOnly: true }), ITEMS);
		expect(itemsOf(outputs).map((one) => one.length)).toEqual([4]);
	});

	it('sends a file with skipped rows to it, and one without to the first', async () => {
		const parameters: INodeParameters = {
			resource: 'import',
			operation: 'importFile',
			binaryPropertyName: 'data',
			defaultAction: 'setUserAttributes',
			options: SPLIT,
		};
		const split = async (user: string) => {
			const data = `userId,plan,createDisposition\n${user},gold,CreateNever\n`;
			const { outputs, error } = await testApp.run(parameters, [{}], { binary: { data } });
			expect(error).toBeUndefined();
			return outputs.map((items) => items.map(({ json }) => [json.done, json.skipped]));
		};
		expect(await split('nobody')).toEqual([[], [[0, 1]]]);
		expect(await split('ada')).toEqual([[[1, 0]], []]);
	});

	it('takes the fields of the input along', async () => {
		const { outputs } = await testApp.run(send({ ...SPLIT, includeInputFields: true }), ITEMS);
		expect(outputs.map((items) => items.map(({ json }) => json.row))).toEqual([
			[1, 3],
			[0, 2],
		]);
	});

	it.each([
		['an expression', '={{ "output" }}', {}],
		['an expression that gives its label', '={{ "Send to a Second Output" }}', {}],
		['a tool of an AI agent', 'output', { asTool: true }],
	])('is refused in %s, and nothing is sent', async (_where, ifSkipped, more) => {
		const { error, outputs } = await testApp.run(send({ ...QUICK, ifSkipped }), ITEMS, more);
		expect(error?.message).toMatch(/^If Leanplum Skips an Item can't add an output /);
		expect(outputs).toEqual([]);
		expect(await testApp.received('sendMessage')).toEqual([]);
	});

	it('draws the outputs that the node fills', () => {
		const names = (...given: Parameters<typeof outputsOf>) =>
			outputsOf(...given).map((one) => (typeof one === 'string' ? one : one.displayName));
		const withErrors = { onError: 'continueErrorOutput' as const };
		expect(names(send())).toEqual(['Results', 'Skipped']);
		expect(names(send(), withErrors)).toEqual(['Results', 'Skipped', 'Error']);
		expect(names(send({ ifSkipped: 'fail' }))).toEqual(['main']);
		expect(names(send({ ifSkipped: '={{ $json.choice }}' }))).toEqual(['main']);
		expect(names({ ...send(), options: '={{ $json.options }}' })).toEqual(['main']);
		expect(names({})).toEqual(['main']);
		expect(names({}, withErrors)).toEqual(['Success', 'Error']);
	});
});
