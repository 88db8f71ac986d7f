import { request } from 'undici';
import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

const BIG = '9223372036854775807';

/** A single action whose arguments are JSON text, as `JSON.stringify` could not write it. */
const callText = (action: string, args: string, key: 'production' | 'dataExport' = 'production') =>
	bench.api.raw({
		body: `${JSON.stringify({ ...bench.api.envelope(key), action }).slice(0, -1)},${args}}`,
	});

/** Text of a user as the admin API has it: reading it as JSON would round. */
async function userText(userId: string): Promise<string> {
	const url = `${bench.admin.url}/apps/${bench.appId}/users/${userId}`;
	const { headers, body } = await request(url);
	expect(headers['content-type']).toBe('application/json; charset=utf-8');
	return body.text();
}

describe('JSON numbers beyond 2^53 in requests', () => {
	it('are exact as IDs of users and devices', async () => {
		await callText('track', `"userId":${BIG},"deviceId":${BIG}1,"event":"e"`);
		expect(await bench.user(BIG)).toMatchObject({ devices: [{ deviceId: `${BIG}1` }] });
	});

	it('are exact as attributes, alone and in lists, in and out', async () => {
		const args = `"userId":"u","userAttributes":{"a":${BIG},"b":[-${BIG},1],"c":9007199254740991}`;
		await callText('setUserAttributes', args);
		const { text } = await bench.api.call('exportUser', { userId: 'u' }, 'dataExport');
		expect(text).toContain(`"a":${BIG},"b":[-${BIG},1],"c":9007199254740991`);
		expect(await userText('u')).toContain(`"a":${BIG},"b":[-${BIG},1]`);
	});

	it('are added to sets once, and taken out of them', async () => {
		const add = `"userId":"u","userAttributeValuesToAdd":{"set":[${BIG},9007199254740993]}`;
		await callText('setUserAttributes', add);
		await callText('setUserAttributes', add);
		expect(await userText('u')).toContain(`"set":[${BIG},9007199254740993]`);
		const remove = `"userId":"u","userAttributeValuesToRemove":{"set":${BIG}}`;
		await callText('setUserAttributes', remove);
		expect(await userText('u')).toContain('"set":[9007199254740993]');
	});

	it('are incremented exactly, up and down again', async () => {
		const step = (increment: string) =>
			callText(
				'setUserAttributes',
				`"userId":"u","userAttributeValuesToIncrement":{"n":${increment}}`,
			);
		await step('9007199254740991');
		await step('2');
		expect(await userText('u')).toContain('"n":9007199254740993');
		await step('-9007199254740993');
		expect((await bench.user('u')).attributes).toEqual({ n: 0 });
	});

	it('are exact as ids of content', async () => {
		await bench.admin.putMessage(bench.appId, BIG, { name: 'Big' });
		const { item } = await callText('sendMessage', `"userId":"ada","messageId":${BIG}`);
		expect(item).toMatchObject({ success: true, messagesSent: 1 });
	});

	it('are exact in batches, in parameters of events, and in JSON inside JSON', async () => {
		const data = `[{"action":"track","userId":"u","event":"e","params":"{\\"id\\":${BIG}}"}]`;
		await callText('multi', `"time":${Date.now() / 1000},"data":${data}`);
		const form = `data=${encodeURIComponent(data)}&time=${Date.now() / 1000}&action=multi`;
		const envelope = new URLSearchParams(bench.api.envelope()).toString();
		await bench.api.raw({
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: `${form}&${envelope}`,
		});
		expect((await userText('u')).split(`"id":${BIG}`)).toHaveLength(3);
	});

	it('are shown with every digit in the record of requests', async () => {
		await callText('track', `"userId":"u","event":"e","params":{"id":${BIG}}`);
		const { body } = await request(`${bench.admin.url}/requests?appId=${bench.appId}`);
		expect(await body.text()).toContain(`"id":${BIG}`);
	});

	it('leave texts, fractions and exponents alone', async () => {
		const text = `a \\"${BIG}\\" \\\\`;
		const args = `"userId":"u","userAttributes":{"a":"${text}","${BIG}":1.5,"c":1e20,"d":0.1234567890123456}`;
		await callText('setUserAttributes', args);
		expect((await bench.user('u')).attributes).toEqual({
			a: `a "${BIG}" \\`,
			[BIG]: 1.5,
			c: 1e20,
			d: 0.1234567890123456,
		});
	});

	it.each([`0${BIG}`, `${BIG}.`, `-`, `${BIG}x`, `+${BIG}`])(
		'do not make %s readable',
		async (number) => {
			const { status, item } = await callText(
				'track',
				`"userId":"u","event":"e","value":${number}`,
			);
			expect([status, item.success]).toEqual([400, false]);
		},
	);

	it('are taken by the admin API as well', async () => {
		await request(`${bench.admin.url}/apps/${bench.appId}/users/u`, {
			method: 'PUT',
			body: `{"attributes":{"a":${BIG}}}`,
		}).then(({ body }) => body.dump());
		expect(await userText('u')).toContain(`"a":${BIG}`);
	});
});
