import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { QUICK, TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** The value first comes in a form that may be read from the item; others follow that may not. */
const ITEMS: IDataObject[] = [
	{ user: 'u1', value: 'plain' },
	{ user: 'u2', value: 42 },
	{ user: 'u3', value: false },
	{ user: 'u4', value: null },
	{ user: 'u5' },
	{ user: 'u6', value: ['a', 'list'] },
	{ user: 'u7', value: { an: 'object' } },
	{ user: 'u8', value: '' },
	{ user: 'u9', value: '={{ 6 * 7 }}' },
	{ user: 10, value: '0042' },
	{ user: 'u11', value: 'toString' },
	{ value: 'nobody' },
];

/** What the sandbox received and what came out, for an expression in several places. */
async function resultOf(userId: string, value: string) {
	const parameters: INodeParameters = {
		...TRACK,
		event: 'Purchase',
		userId,
		specifyParameters: 'fields',
		parameters: { row: [{ name: 'note', type: 'string', stringValue: value }] },
		additionalFields: { info: value },
		options: QUICK,
	};
	const { json } = await testApp.run(parameters, ITEMS, {
		settings: { onError: 'continueRegularOutput' },
	});
	const args = (await testApp.received('track')).map((action) => action.args);
	await testApp.admin.reset(testApp.appId);
	return { json, args };
}

describe('An expression that only names a field of the item', () => {
	it('gives what the same expression gives in a longer form', async () => {
		const short = await resultOf('={{ $json.user }}', '={{ $json.value }}');
		const quoted = await resultOf('={{ $json["user"] }}', "={{ $json['value'] }}");
		const long = await resultOf('={{ [$json.user][0] }}', '={{ [$json.value][0] }}');
		expect(long.args.length).toBeGreaterThan(5);
		expect(short).toEqual(long);
		expect(quoted).toEqual(long);
	});

	it('refers to the item even when the first item has no such field', async () => {
		const { json } = await testApp.run(
			{ ...TRACK, event: 'Purchase' },
			[{}, ...ITEMS.slice(0, 3)],
			{
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(json.map(({ userId }) => userId)).toEqual([null, 'u1', 'u2', 'u3']);
	});

	it('refers to the fields that n8n lets expressions see, not to a name it forbids', async () => {
		const items = ['a', 'b', 'c'].map((user) => ({ prototype: user }));
		const forbidden = await testApp.run(
			{ ...TRACK, event: 'Purchase', userId: '={{ $json.prototype }}' },
			items,
			{ settings: { onError: 'continueRegularOutput' } },
		);
		expect(forbidden.error ?? forbidden.json[0]?.error).toBeDefined();
	});
});

describe('A resource or an operation that the node does not have', () => {
	it.each([
		[{ resource: 'event', operation: 'tracks' }, 'The resource "event" has no operation "tracks"'],
		[{ resource: 'evnet', operation: 'track' }, 'The Leanplum node has no resource "evnet"'],
	])('is named: %j', async (parameters, message) => {
		const { error } = await testApp.run(parameters, [{}]);
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(/^Nothing was sent\. Select a Resource and an Operation/);
	});
});
