import type { INodeParameters } from 'n8n-workflow';
import { MESSAGES, QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const AS_TOOL = { asTool: true };

const getMessage = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'get',
	messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
	options: QUICK,
	...more,
});

const exportUser = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'export',
	identifyBy: 'userId',
	userId: 'ada',
	options: QUICK,
	...more,
});

describe('As a tool of an AI agent, Output', () => {
	it('is small unless more is wanted', async () => {
		const { json } = await testApp.run(exportUser(), [{}], AS_TOOL);
		expect(json[0]).toMatchObject({
			userId: 'ada',
			userAttributes: expect.any(Object) as object,
			created: expect.stringMatching(/^\d{4}-/) as string,
		});
		expect(Object.keys(json[0]!).length).toBeLessThanOrEqual(10);
		expect(json[0]).not.toHaveProperty('devices');
	});

	it('gives everything as Raw', async () => {
		const asTool = await testApp.run(exportUser({ output: 'raw' }), [{}], AS_TOOL);
		const asNode = await testApp.run(exportUser({ simplify: false }));
		expect(asNode.json[0]).toMatchObject(asTool.json[0]!);
		expect(asNode.json[0]).toHaveProperty('devices');
	});

	it.each([
		['names', 'name, state'],
		['an expression', '={{ ["name", "state"] }}'],
	])('gives Selected Fields, by %s, and always the ID', async (_what, outputFields) => {
		const { json } = await testApp.run(
			getMessage({ output: 'selected', outputFields }),
			[{}],
			AS_TOOL,
		);
		expect(Object.keys(json[0]!).sort()).toEqual(['id', 'name', 'state', 'status']);
	});

	it('does not concern people, who have Simplify', async () => {
		const simple = await testApp.run(getMessage({ output: 'raw' }));
		const whole = await testApp.run(getMessage({ simplify: false }));
		expect([typeof simple.json[0]?.created, typeof whole.json[0]?.created]).toEqual([
			'string',
			'number',
		]);
	});
});

describe('As a tool of an AI agent, the node', () => {
	it('takes numbers, booleans and JSON as text, and empty texts for what is left out', async () => {
		const { json, error } = await testApp.run(
			{
				resource: 'event',
				operation: 'track',
				identifyBy: 'userId',
				userId: '={{ 42 }}',
				event: 'Purchase',
				specifyParameters: 'json',
				parametersJson: '={{ \'{"plan":"gold"}\' }}',
				value: '={{ "9.99" }}',
				currencyCode: '={{ "" }}',
				time: '={{ "" }}',
				options: QUICK,
			},
			[{}],
			AS_TOOL,
		);
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ status: 'done', userId: '42' }]);
		expect((await testApp.received('track'))[0]?.args).toMatchObject({
			value: 9.99,
			params: { plan: 'gold' },
		});
	});

	it('takes no attributes but those that the user asks of the model', async () => {
		// What n8n 2.41 puts into the item of a tool: the input of the agent, the arguments, its marks.
		const item = {
			...{ chatInput: 'Ada has gold now', sessionId: '1', action: 'sendMessage' },
			...{ user: 'ada', plan: 'gold', admin: true },
			...{ toolCallId: 'call_1', tool: 'Leanplum', toolParameters: {} },
		};
		const setAll = (note: string): INodeParameters => ({
			resource: 'user',
			operation: 'setAttributes',
			userId: "={{ $json.user ?? $fromAI('user') }}",
			attributesFrom: 'item',
			excludedFields: 'userId',
			toolDescription: note,
			options: QUICK,
		});
		const asked = await testApp.run(setAll("$fromAI('plan', 'the plan')"), [item], AS_TOOL);
		expect(asked.error).toBeUndefined();
		const [sent] = await testApp.received('setUserAttributes');
		expect(sent?.args.userAttributes).toEqual({ plan: 'gold' });

		const notAsked = await testApp.run(setAll(''), [item], AS_TOOL);
		expect(String(notAsked.error?.message)).toContain('there is nothing to set');
		expect(await testApp.received('setUserAttributes')).toHaveLength(1);
	});
});
