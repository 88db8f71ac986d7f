import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Variables that every app of the sandbox has. */
const AT_FIRST = { welcomeText: 'Hello!', 'button.color': 'blue', maxItems: 20 };

function variable(operation: string, more: INodeParameters = {}): INodeParameters {
	return { resource: 'variable', operation, options: QUICK, ...more };
}

const setFields = (...row: INodeParameters[]) => variable('set', { variables: { row } });
const setJson = (variablesJson: string, more: INodeParameters = {}) =>
	variable('set', { specifyVariables: 'json', variablesJson, ...more });
const text = (name: string, stringValue: string) => ({ name, type: 'string', stringValue });

/** What Leanplum has stored. */
async function stored() {
	const path = `/apps/${testApp.appId}/vars`;
	return (await testApp.admin.send<{ vars: Record<string, unknown> }>('GET', path)).vars;
}

describe('Variable → Set', () => {
	it('sets variables of every type from fields, with the Development Key', async () => {
		const { json } = await testApp.run(
			setFields(
				text('button.color', 'green'),
				{ name: 'maxItems', type: 'number', numberValue: 3 },
				{ name: 'beta', type: 'boolean', booleanValue: true },
				{ name: 'sale.until', type: 'date', dateValue: '2026-05-31' },
				{ name: 'tabs', type: 'list', listValue: 'Home, Shop' },
			),
		);
		expect(json).toMatchObject([{ status: 'done' }]);
		expect(await stored()).toEqual({
			...AT_FIRST,
			'button.color': 'green',
			maxItems: 3,
			beta: true,
			'sale.until': '2026-05-31',
			tabs: ['Home', 'Shop'],
		});
		expect(await testApp.requests()).toMatchObject([
			{ action: 'setVars', method: 'POST', keyClass: 'development', keyInUrl: false },
		]);
	});

	it.each(['{"button":{"color":"red"}}', '={{ { button: { color: "red" } } }}'])(
		'sets variables from JSON: %s',
		async (json) => {
			await testApp.run(setJson(json));
			expect((await testApp.received('setVars'))[0]?.args).toEqual({
				vars: { button: { color: 'red' } },
			});
			expect(await stored()).toMatchObject({ 'button.color': 'red' });
		},
	);

	it('names the device of file variables', async () => {
		await testApp.run(setJson('{"a":1}', { additionalFields: { deviceId: 'phone-1' } }));
		expect((await testApp.received('setVars'))[0]?.args).toEqual({
			vars: { a: 1 },
			deviceId: 'phone-1',
		});
	});

	it('gives users the new value', async () => {
		await testApp.run(setFields(text('welcomeText', 'Bonjour!')));
		const { json } = await testApp.run(variable('get', { userId: 'ada' }));
		expect(json).toMatchObject([{ vars: { welcomeText: 'Bonjour!' } }]);
	});

	it('lets items share a request, of which the last has the last word', async () => {
		const items = Array.from({ length: 30 }, (_, value) => ({ value }));
		const { json } = await testApp.run(setJson('={{ { maxItems: $json.value } }}'), items);
		expect(json.map(({ status }) => status)).toEqual(items.map(() => 'done'));
		expect(await testApp.stats()).toMatchObject({
			requests: 1,
			requestsByAction: { multi: 1 },
			byAction: { setVars: 30 },
			billedUsers: 0,
		});
		expect(await testApp.requests()).toMatchObject([{ keyClass: 'development' }]);
		expect(await stored()).toMatchObject({ maxItems: 29 });
	});

	it('repeats when the reply is lost', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await testApp.run(setJson('{"maxItems":1}'));
		expect(json).toMatchObject([{ status: 'done' }]);
		expect((await testApp.stats()).requests).toBe(2);
	});

	it('fails when the variables become too large for Leanplum', async () => {
		const { error } = await testApp.run(setJson(`={{ { text: 'x'.repeat(${1024 * 1024}) } }}`));
		expect(error?.message).toBe(
			'Leanplum rejected the request: All variables together must be smaller than 1 MB.',
		);
		expect(await stored()).toEqual(AT_FIRST);
	});

	it.each<[string, INodeParameters, string]>([
		['no fields', setFields(), 'Variables are empty for this item, so there is nothing to set'],
		[
			'empty JSON',
			setJson('{}'),
			'Variables (JSON) are empty for this item, so there is nothing to set',
		],
		[
			'blank JSON',
			setJson("={{ '' }}"),
			'Variables (JSON) are empty for this item, so there is nothing to set',
		],
		[
			'JSON that is no object',
			setJson('={{ "[1]" }}'),
			'Variables (JSON) must be a JSON object, such as {"name": "value"} (got "[1]")',
		],
		[
			'a variable that is given twice',
			setFields(text('a', '1'), text('a', '2')),
			'Variable "a" is given twice',
		],
		[
			'a date that is none',
			setFields({ name: 'until', type: 'date', dateValue: 'soon' }),
			'Variable "until" must be a date or time, such as 2026-05-31, 2026-05-31T14:00:00Z, or epoch seconds (got "soon")',
		],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await testApp.run(parameters);
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});

	it('leaves out a number that is blank, and refuses an item without any', async () => {
		const { error } = await testApp.run(
			setFields({ name: 'maxItems', type: 'number', numberValue: "={{ '' }}" }),
		);
		expect(error?.message).toMatch(/^Variables are empty for this item/);
		expect(error?.message).not.toMatch(/invalid input|required/i);
		expect(await testApp.requests()).toEqual([]);
	});

	it('refuses a variable without a name', async () => {
		const { error } = await testApp.run(setFields(text('', 'x')));
		expect(error?.message).toBe('Variable has no name');
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Variable → Delete', () => {
	const remove = (variableNames: string[] | string) => variable('delete', { variableNames });

	it('deletes variables and names those that are gone, with the Development Key', async () => {
		const { json } = await testApp.run(remove(['maxItems', 'welcomeText']));
		expect(json).toMatchObject([
			{ status: 'done', deleted: true, variablesRemoved: ['maxItems', 'welcomeText'] },
		]);
		expect(await stored()).toEqual({ 'button.color': 'blue' });
		expect(await testApp.requests()).toMatchObject([
			{ action: 'deleteVars', keyClass: 'development' },
		]);
		expect((await testApp.received('deleteVars'))[0]?.args).toEqual({
			vars: ['maxItems', 'welcomeText'],
		});
	});

	it('does not say that it deleted a variable that does not exist', async () => {
		const { json } = await testApp.run(remove(['maxItms']));
		expect(json).toMatchObject([{ variablesRemoved: [] }]);
		expect(json[0]?.deleted).not.toBe(true);
	});

	it.each(['={{ ["maxItems"] }}', '={{ "maxItems" }}', '={{ "[\\"maxItems\\"]" }}'])(
		'takes names from an expression: %s',
		async (names) => {
			await testApp.run(remove(names));
			expect((await testApp.received('deleteVars'))[0]?.args).toEqual({ vars: ['maxItems'] });
		},
	);

	it('sends one request for each item, because batches of it are not known to work', async () => {
		await testApp.run(remove('={{ [$json.name] }}'), [{ name: 'maxItems' }, { name: 'x' }]);
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { deleteVars: 2 } });
	});

	it.each(['={{ [] }}', "={{ '' }}", '={{ $json.names }}'])(
		'refuses an item without names: %s',
		async (names) => {
			const { error } = await testApp.run(remove(names));
			expect(error?.message).toBe('Variable Names or IDs are empty');
			expect(await testApp.requests()).toEqual([]);
		},
	);
});

describe('Without the Development Key', () => {
	it.each([
		[setJson('{"a":1}'), '"Set variables" needs the Development Key'],
		[variable('delete', { variableNames: ['a'] }), '"Delete variables" needs the Development Key'],
	])('variable → $operation says so and sends nothing', async (parameters, message) => {
		testApp.credential.developmentApiKey = '';
		const { error } = await testApp.run(parameters);
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});
