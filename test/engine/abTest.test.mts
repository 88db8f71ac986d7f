import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** A/B tests that every app of the sandbox has, and a variant of the first. */
const RUNNING = '4810110002000001';
const DRAFT = '4810110002000002';
const LONG_FINISHED = '4810110002000003';
const GREEN = '4810110002000012';
const VARIANT_OF_DRAFT = '4810110002000021';
/** IDs that a JavaScript number cannot hold. */
const LONG_ID = '9007199254740993';
const LONG_VARIANT = '9007199254740995';

const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };

const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

function get(id: string, more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'abTest',
		operation: 'get',
		abTestId: byId(id),
		options: QUICK,
		...more,
	};
}

function getVariant(id: string, more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'variant',
		operation: 'get',
		variantId: byId(id),
		options: QUICK,
		...more,
	};
}

function getMany(more: INodeParameters = {}): INodeParameters {
	return { resource: 'abTest', operation: 'getAll', returnAll: true, options: QUICK, ...more };
}

describe('A/B Test → Get', () => {
	it('gives the test with its variants, with the Content Read-Only Key', async () => {
		const { json } = await testApp.run(get(RUNNING));
		expect(json).toMatchObject([
			{
				status: 'done',
				name: 'Button colour',
				state: 'active',
				active: true,
				created: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
				variants: [
					{ name: 'Control', percent: 50 },
					{ name: 'Green button', variables: [{ name: 'button.color', value: 'green' }] },
				],
			},
		]);
		expect(json[0]).not.toHaveProperty('details');
		expect(await testApp.requests()).toMatchObject([
			{ action: 'getAbTest', method: 'POST', keyClass: 'contentReadOnly', keyInUrl: false },
		]);
		expect((await testApp.received('getAbTest'))[0]?.args).toEqual({ id: RUNNING });
	});

	it('says who made it when it is not simplified', async () => {
		const { json } = await testApp.run(get(RUNNING, { simplify: false }));
		expect(json).toMatchObject([
			{
				targetingSticky: true,
				created: expect.any(Number),
				details: { createdBy: 'ada@example.com', publishedBy: 'grace@example.com' },
			},
		]);
	});

	it('keeps every digit of long IDs, those of variants too', async () => {
		await testApp.admin.putAbTest(testApp.appId, LONG_ID, {
			variants: [{ id: LONG_VARIANT, name: 'A', percent: 100 }],
		});
		const long = await testApp.run(get(LONG_ID));
		expect(long.json).toMatchObject([{ id: LONG_ID, variants: [{ id: LONG_VARIANT }] }]);
	});

	it('takes the address in the dashboard', async () => {
		const value = `https://www.leanplum.com/dashboard#/12345__164/abtests/${RUNNING}`;
		const { json } = await testApp.run(get('', { abTestId: { __rl: true, mode: 'url', value } }));
		expect(json).toMatchObject([{ name: 'Button colour' }]);
	});

	it('fails for a test that does not exist', async () => {
		const { error } = await testApp.run(get('1234567890123456'));
		expect(error?.message).toBe("Leanplum couldn't find what you requested: A/B test not found.");
	});

	it('finds a draft only when the user wants that', async () => {
		const { error } = await testApp.run(get(DRAFT));
		expect(error?.message).toMatch(/A\/B test not found\.$/);
		const { json } = await testApp.run(get(DRAFT, { additionalFields: { includeDrafts: true } }));
		expect(json).toMatchObject([{ state: 'draft' }]);
	});

	it('reads each test in a request of its own and gives the others when one is missing', async () => {
		const { json } = await testApp.run(
			get('={{ $json.id }}'),
			[RUNNING, '1', LONG_FINISHED].map((id) => ({ id })),
			CONTINUE,
		);
		expect(json.map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
		expect(json[1]).toMatchObject({ error: { status: 'failed', httpStatus: 404 } });
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { getAbTest: 3 } });
	});

	it.each([
		['is none', "={{ 'colours' }}", 'A/B Test must be an ID of up to 19 digits (got "colours")'],
		['is empty', "={{ '' }}", 'A/B Test is empty'],
		[
			'has lost digits',
			'={{ 2 ** 60 }}',
			'A/B Test has more digits than a number can hold (got 1152921504606847000)',
		],
	])('refuses an ID that %s before anything is sent', async (_what, id, message) => {
		const { error } = await testApp.run(get(id));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('A/B Test → Get Many', () => {
	it('gives one item for each test, linked to the input item', async () => {
		const { items } = await testApp.run(getMany());
		expect(items).toMatchObject([
			{ json: { name: 'Button colour', state: 'active' }, pairedItem: { item: 0 } },
		]);
		expect((await testApp.received('getAbTests'))[0]?.args).toEqual({});
	});

	it('gives drafts and what finished long ago when the user wants them', async () => {
		const { json } = await testApp.run(
			getMany({ additionalFields: { includeDrafts: true, recent: false } }),
		);
		expect(json.map(({ id }) => String(id))).toEqual([RUNNING, DRAFT, LONG_FINISHED]);
		expect(json[2]).toMatchObject({ chosenVariant: 1, finished: expect.any(String) });
		expect((await testApp.received('getAbTests'))[0]?.args).toEqual({
			includeDrafts: true,
			recent: false,
		});
	});

	it('gives no more than the limit', async () => {
		const { json } = await testApp.run(
			getMany({ returnAll: false, limit: 1, additionalFields: { includeDrafts: true } }),
		);
		expect(json).toHaveLength(1);
	});

	it('shortens each test unless told not to', async () => {
		const simple = await testApp.run(getMany());
		expect(simple.json[0]).not.toHaveProperty('targetingSticky');
		const raw = await testApp.run(getMany({ simplify: false }));
		expect(raw.json).toMatchObject([{ targetingSticky: true, created: expect.any(Number) }]);
	});
});

describe('Variant → Get', () => {
	it('gives the share of users and the variables', async () => {
		const { json } = await testApp.run(getVariant(GREEN));
		expect(json).toMatchObject([
			{
				status: 'done',
				name: 'Green button',
				percent: 50,
				variables: [{ name: 'button.color', value: 'green' }],
			},
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'getVariant', keyClass: 'contentReadOnly' },
		]);
		expect((await testApp.received('getVariant'))[0]?.args).toEqual({ id: GREEN });
	});

	it('keeps every digit of a long ID', async () => {
		await testApp.admin.putAbTest(testApp.appId, LONG_ID, {
			variants: [{ id: LONG_VARIANT, name: 'A', percent: 100 }],
		});
		expect((await testApp.run(getVariant(LONG_VARIANT))).json).toMatchObject([
			{ id: LONG_VARIANT },
		]);
	});

	it('fails for a variant that does not exist', async () => {
		const { error } = await testApp.run(getVariant('1234567890123456'));
		expect(error?.message).toBe("Leanplum couldn't find what you requested: Variant not found.");
	});

	it('finds a variant of a draft only when the user wants that', async () => {
		const { error } = await testApp.run(getVariant(VARIANT_OF_DRAFT));
		expect(error?.message).toMatch(/Variant not found\.$/);
		const { json } = await testApp.run(
			getVariant(VARIANT_OF_DRAFT, { additionalFields: { includeDrafts: true } }),
		);
		expect(json).toMatchObject([{ name: 'Control', percent: 100 }]);
	});

	it('reads each variant in a request of its own', async () => {
		await testApp.run(getVariant(GREEN), [{}, {}, {}]);
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { getVariant: 3 } });
	});

	it('refuses an ID that is none before anything is sent', async () => {
		const { error } = await testApp.run(getVariant("={{ 'green' }}"));
		expect(error?.message).toBe('Variant must be an ID of up to 19 digits (got "green")');
		expect(await testApp.requests()).toEqual([]);
	});
});

it('IDs of tests and variants are text, also those that a number could hold', async () => {
	const test = { id: RUNNING, variants: [{}, { id: GREEN }] };
	expect((await testApp.run(get(RUNNING))).json).toMatchObject([test]);
	expect((await testApp.run(getMany())).json).toMatchObject([test]);
	expect((await testApp.run(getVariant(GREEN))).json).toMatchObject([{ id: GREEN }]);
});

describe('Without the Content Read-Only Key', () => {
	it.each([
		[get(RUNNING), '"Get A/B test" needs the Content Read-Only Key'],
		[getMany(), '"Get many A/B tests" needs the Content Read-Only Key'],
		[getVariant(GREEN), '"Get variant" needs the Content Read-Only Key'],
	])('$resource → $operation says so and sends nothing', async (parameters, message) => {
		testApp.credential.contentReadOnlyApiKey = '';
		const { error } = await testApp.run(parameters);
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});
