import type { IDataObject, INodeParameters } from 'n8n-workflow';
import fc from 'fast-check';
import { FULL_USES, FURTHER_USES, type FullUse } from './everyParameter.mts';
import { itemsOf, leavesOf, NASTY, values, withFuzzed } from './fuzz.mts';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Another one each time; given, a run can be repeated. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

const CONTINUE = { onError: 'continueRegularOutput' as const };

afterEach(() => {
	expect(Object.keys(Object.prototype)).toEqual([]);
	expect({}).not.toHaveProperty('polluted');
});

/** What Leanplum says of a value that the node should not have sent, or of its own confusion. */
const NOT_CAUGHT = /is invalid|must be provided|not available|may or may not|does not lead/;

/** What comes of values that were made texts without being any. */
const MADE_UP = /\[object Object\]|Invalid DateTime|Invalid Date/;

/** Sends items whose value at one place is fuzzed, and judges what came of each. */
async function survives(
	{ parameters, files = [], content = 'content' }: FullUse,
	way: readonly string[],
) {
	const list = [...NASTY, ...fc.sample(values, { numRuns: 8, seed: SEED })];
	const fuzzed = withFuzzed(parameters, way);
	const { error, items } = await testApp.run(
		{ ...fuzzed, options: { ...(fuzzed.options as INodeParameters), ...QUICK } },
		itemsOf(list),
		{
			settings: CONTINUE,
			binary: Object.fromEntries(files.map((name) => [name, content])),
		},
	);
	expect(error).toBeUndefined();
	for (const { json } of items) {
		const { message = '', description, status } = (json.error ?? {}) as IDataObject;
		if (status === 'notSent') expect(description).toMatch(/^Nothing was sent for this item/);
		expect(message).not.toMatch(NOT_CAUGHT);
	}
	const received = (await testApp.requests()).flatMap(({ actions }) => actions);
	expect(JSON.stringify(received.map(({ args }) => args))).not.toMatch(MADE_UP);
	// Lists may be empty; all else gives each item its outcome.
	const paired = new Set(items.map(({ pairedItem }) => (pairedItem as { item: number }).item));
	if (parameters.operation !== 'getAll') expect(paired.size).toBe(list.length);
}

const FUZZED = [...FULL_USES, ...FURTHER_USES].filter(
	({ parameters }) => leavesOf(parameters).length > 0,
);

it.each(FUZZED)(
	`$parameters.operation of $action survives anything in each of its fields (seed ${SEED})`,
	async (use) => {
		await testApp.admin.settings({ devModeThrottle: false }, testApp.appId);
		for (const way of leavesOf(use.parameters)) {
			await survives(use, way);
			await testApp.admin.clearRequests(testApp.appId);
		}
	},
);

/** Whether a text shows nothing: blanks, fillers, and characters of no width. */
const isInvisible = (text: string) =>
	text.replace(/[\s\u2800\p{Default_Ignorable_Code_Point}]/gu, '') === '';

it(`keeps the meaning of attributes and parameters of any kind (seed ${SEED})`, async () => {
	const name = fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
		.filter((text) => !/^[.-]|\/$|[,|"{\t\r\n]|^\d+$/.test(text) && !(text in {}))
		.filter((text) => !isInvisible(text));
	const scalar = fc.oneof(
		fc.string({ unit: 'grapheme' }).filter((text) => text === '' || !isInvisible(text)),
		fc.boolean(),
		fc.maxSafeInteger(),
		// Whole numbers beyond 2^53 become texts, so that no digit is lost.
		fc
			.double({ noNaN: true, noDefaultInfinity: true })
			.filter((number) => Number.isSafeInteger(number) || !Number.isInteger(number))
			.map((number) => number + 0),
	);
	const bag = fc
		.dictionary(name, scalar, { minKeys: 1, maxKeys: 8 })
		// What holds nothing but empty values is refused, and the whole run with it.
		.filter((values) => Object.values(values).some((value) => value !== ''));
	const bags = fc.sample(bag, { numRuns: 60, seed: SEED });
	const items = bags.map((bag, index) => ({ user: `user-${index}`, bag: JSON.stringify(bag) }));
	const whom = { userId: '={{ $json.user }}', options: QUICK };
	const setting = await testApp.run(
		{
			...whom,
			resource: 'user',
			operation: 'setAttributes',
			attributesFrom: 'json',
			attributesJson: '={{ $json.bag }}',
		},
		items,
	);
	const tracking = await testApp.run(
		{
			...whom,
			resource: 'event',
			operation: 'track',
			event: 'e',
			specifyParameters: 'json',
			parametersJson: '={{ $json.bag }}',
		},
		items,
	);
	expect([setting.error, tracking.error]).toEqual([undefined, undefined]);
	for (const [index, bag] of bags.entries()) {
		const given = JSON.parse(JSON.stringify(bag)) as Record<string, unknown>;
		// Empty values are left out.
		const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
		const user = await testApp.user(`user-${index}`);
		// Leanplum gives yes-or-no attributes back as the texts "True" and "False" (recorded).
		const stored = Object.entries(sent).map(([name, value]) => [
			name,
			typeof value === 'boolean' ? (value ? 'True' : 'False') : value,
		]);
		expect(user?.attributes).toEqual(Object.fromEntries(stored));
		expect(user?.tracked[0]?.params).toEqual(sent);
	}
});

it('sends a text of 10 MB whole', async () => {
	const info = 'ä'.repeat(5_000_000);
	const { json } = await testApp.run(
		{
			resource: 'custom',
			operation: 'callAction',
			leanplumAction: 'track',
			key: 'automatic',
			argumentsJson: '={{ { userId: "ada-10", event: "e", info: $json.info } }}',
			options: QUICK,
		},
		[{ info }],
	);
	expect(json).toMatchObject([{ status: 'done' }]);
	expect((await testApp.user('ada-10'))?.tracked[0]?.info === info).toBe(true);
});

it('sends 100,000 attributes', async () => {
	const entries = Array.from({ length: 100_000 }, (_, index) => [`attribute-${index}`, index]);
	const { json } = await testApp.run(
		{
			resource: 'user',
			operation: 'setAttributes',
			userId: 'ada',
			attributesFrom: 'json',
			attributesJson: '={{ $json.all }}',
			options: QUICK,
		},
		[{ all: JSON.stringify(Object.fromEntries(entries)) }],
	);
	expect(json[0]?.status).toBe('done');
	const [received] = await testApp.received('setUserAttributes');
	expect(Object.keys(received?.args.userAttributes as object)).toHaveLength(100_000);
});

it.each(['"x"', '1', '{"a":1}'])('names what is nested too deeply around %s', async (core) => {
	const deep = `${'{"a":['.repeat(5000)}${core}${']}'.repeat(5000)}`;
	const custom = {
		resource: 'custom',
		operation: 'callAction',
		leanplumAction: 'track',
		key: 'automatic',
		argumentsJson: '={{ $json.deep }}',
	};
	const { json } = await testApp.run(custom, [{ deep }, { deep: '{"userId":"u","event":"e"}' }], {
		settings: CONTINUE,
	});
	expect(json).toMatchObject([
		{
			error: {
				message: expect.stringContaining(
					'Arguments (JSON) can have up to 100 levels of lists and objects',
				) as string,
			},
		},
		{ status: 'done' },
	]);
});
