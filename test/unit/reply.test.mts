import fc from 'fast-check';
import { answerOf } from '../../nodes/Leanplum/protocol/reply/answer';
import { migrationHash } from '../../nodes/Leanplum/protocol/reply/migration';
import {
	otherApiUrl,
	pairElements,
	readEnvelope,
	type ReplyElement,
} from '../../nodes/Leanplum/protocol/reply/reply';
import { replyBody } from './replies.mts';

/** Elements that are told apart by `name`; each with a `reqId`, or with none for `undefined`. */
function elements(...reqIds: Array<string | undefined>): ReplyElement[] {
	return reqIds.map((reqId, position) => ({
		success: true,
		name: `element ${position}`,
		...(reqId === undefined ? {} : { reqId }),
	}));
}

/** The names of the elements that the calls got. */
function namesOf(paired: ReadonlyArray<ReplyElement | undefined>): unknown[] {
	return paired.map((element) => element?.name);
}

const elementsOf = (body: string) => readEnvelope(body)?.elements;

describe('reading a reply', () => {
	it('finds one element for each action', () => {
		expect(elementsOf(replyBody({ success: true }, { success: false }))).toEqual([
			{ success: true },
			{ success: false },
		]);
	});

	it('keeps what it does not know, with every digit of long ids', () => {
		const body =
			'{"response":[{"success":true,"userBucket":358,"states":{"id":-5670583287676928123}}],"migrateState":{"sha256":"x"}}';
		expect(elementsOf(body)).toEqual([
			{ success: true, userBucket: 358, states: { id: '-5670583287676928123' } },
		]);
	});

	it.each([
		['an error', { success: false, error: { message: 'Message not found.', code: 5 } }],
		['a warning', { success: true, warning: { message: 'User not found; request skipped.' } }],
		['both', { success: true, warning: { message: 'a' }, error: { message: 'b' } }],
		['nulls for what is not there', { success: true, warning: null, error: null, reqId: null }],
		['an ignored event', { success: true, ignored: true }],
		['a hand-over', { success: false, apiHost: 'eu.example.com', apiPath: 'api' }],
	])('keeps %s', (_, element) => {
		expect(elementsOf(replyBody(element))).toEqual([element]);
	});

	it.each([
		[1, 1],
		['1', 1],
		[0, 0],
		['0', 0],
		[null, null],
	])('reads %p messages sent as %p', (sent, read) => {
		expect(elementsOf(replyBody({ success: true, messagesSent: sent }))).toEqual([
			{ success: true, messagesSent: read },
		]);
	});

	it('reads a number as reqId like its text', () => {
		expect(elementsOf(replyBody({ success: true, reqId: 3 }))![0]!.reqId).toBe('3');
	});

	it.each<[unknown, string]>([
		[{}, ''],
		[{ message: null }, ''],
		[{ message: 7 }, '7'],
		[{ message: { text: 'no' } }, '{"text":"no"}'],
		[{ code: 5 }, '{"code":5}'],
		['no session', 'no session'],
		['nothing', 'nothing'],
		['say no', 'say no'],
		[['a', 'b'], '["a","b"]'],
		[true, 'true'],
		['x'.repeat(1000), 'x'.repeat(1000)],
		['x'.repeat(1001), `${'x'.repeat(1000)}…`],
	])('reads of the warning %j the words %j', (warning, words) => {
		for (const reqId of [undefined, '0']) {
			const [element] = elementsOf(replyBody({ success: true, warning, reqId }))!;
			expect(element!.warning!.message).toBe(words);
		}
	});

	it.each([null, false, 0, '', '0', 'False', ' no ', 'none', 'null', []])(
		'reads no warning from %j',
		(warning) => {
			const [element] = elementsOf(replyBody({ success: true, warning }))!;
			expect(element!.warning).toBeNull();
		},
	);

	it.each<[unknown, boolean]>([
		...[true, 1, '1', 'true', ' TRUE\n', 'Yes'].map((one): [unknown, boolean] => [one, true]),
		...[false, 0, '0', 'False', 'no '].map((one): [unknown, boolean] => [one, false]),
	])('reads the success %j as %p', (success, read) => {
		for (const reqId of [undefined, '0']) {
			expect(elementsOf(replyBody({ success, reqId }))![0]!.success).toBe(read);
		}
	});

	it.each([null, 'perhaps', 2, [], {}])('reads no success from %j', (success) => {
		expect(elementsOf(replyBody({ success, reqId: '0' }))).toEqual([undefined]);
	});

	it('reads numbers that come as text beside a plain success', () => {
		const element = { success: true, reqId: '0', messagesSent: '0' };
		expect(elementsOf(replyBody(element))![0]!.messagesSent).toBe(0);
	});

	it.each<[object, string | undefined]>([
		[{ error: 'no session' }, 'no session'],
		[{ error: { message: 'no session' } }, 'no session'],
		[{ error: {} }, 'Leanplum reported an error in addition to the results'],
		[{ success: 'no' }, 'Leanplum reported a failure in addition to the results'],
		[{ success: false }, 'Leanplum reported a failure in addition to the results'],
		[{ success: true }, undefined],
		[{ success: 'perhaps' }, undefined],
		[{ error: null, ignored: [], failed: {} }, undefined],
		[{}, undefined],
	])('finds in %j beside the results: %j', (beside, objection) => {
		const reply = JSON.stringify({ response: [{ success: true }], ...beside });
		expect(readEnvelope(reply)).toEqual({
			elements: [{ success: true }],
			...(objection === undefined ? {} : { objection }),
		});
	});

	it.each<[object, string | undefined]>([
		[{}, undefined],
		[{ apiHost: 'eu.example.com' }, 'eu.example.com'],
		[{ apiPath: 'api' }, undefined],
		[{ apiHost: 'eu.example.com', apiPath: 'api' }, 'https://eu.example.com/api'],
		[{ apiHost: 'eu.example.com', apiPath: '//api/v1' }, 'https://eu.example.com/api/v1'],
	])('finds in %j the address %j', (element, address) => {
		expect(otherApiUrl({ success: false, ...element })).toBe(address);
	});

	it('keeps what is said about the user, with IDs as text', () => {
		const reply = { success: true, warning: null, error: null, reqId: '0', gone: undefined };
		expect(answerOf(reply)).toEqual({});
		expect(answerOf({ ...reply, messageId: 5, vars: { id: 5 } })).toEqual({
			messageId: '5',
			vars: { id: 5 },
		});
	});

	it.each([
		['{"response":[],"migrateState":{"sha256":"abc"}}', 'abc'],
		['{"migrateState":{"sha256":5}}', undefined],
		['{"migrateState":null}', undefined],
		['{"response":[{"migrateState":{"sha256":"abc"}}]}', undefined],
		['["migrateState"]', undefined],
		['{"migrateState":{"sha256":"abc"', undefined],
		['{"response":[]}', undefined],
	])('finds in %s the migration %j', (body, hash) => {
		expect(migrationHash(body)).toBe(hash);
	});

	it.each(['errors', 'rejected', 'failed', 'skipped', 'ignored', 'dropped'])(
		'heeds "%s" beside the results',
		(name) => {
			const reply = { response: [{ success: true }], [name]: ['x'] };
			expect(readEnvelope(JSON.stringify(reply))?.objection).toContain(`"${name}"`);
		},
	);

	it.each([
		['no object', 'done'],
		['null', null],
		['a list', []],
		['without success', { error: { message: 'x' } }],
		['with a success that is neither true nor false', { success: 'perhaps' }],
	])('leaves a gap for an element that is none: %s', (_, element) => {
		const read = elementsOf(replyBody({ success: true }, element, { success: false }));
		expect(read).toEqual([{ success: true }, undefined, { success: false }]);
	});

	it.each([
		['an empty body', ''],
		['a page', '<html><body>502 Bad Gateway</body></html>'],
		['a broken-off reply', '{"response":[{"success":tr'],
		['another service’s JSON', '{"ok":true}'],
		['a response that is no list', '{"response":{"success":true}}'],
		['a bare list', '[{"success":true}]'],
		['null', 'null'],
	])('finds nothing in %s', (_, body) => {
		expect(elementsOf(body)).toBeUndefined();
	});

	it('finds no elements in an empty response', () => {
		expect(elementsOf('{"response":[]}')).toEqual([]);
	});
});

describe('pairing results with calls', () => {
	it.each([
		['without numbers', elements(undefined, undefined, undefined), [0, 1, 2]],
		['numbered in order', elements('0', '1', '2'), [0, 1, 2]],
		['in another order', elements('2', '0', '1'), [1, 2, 0]],
		['partly numbered, in order', elements(undefined, '1', undefined), [0, 1, 2]],
	])('goes for results %s by number or place', (_, results, expected) => {
		const names = expected.map((position) => `element ${position}`);
		expect(namesOf(pairElements(results, 3))).toEqual(names);
	});

	it.each([
		['one is missing', elements('0', '2'), ['element 0', undefined, 'element 1']],
		['one is too many', elements('0', '1', '2', '3'), ['element 0', 'element 1', 'element 2']],
		['one comes twice', elements('0', '1', '1'), ['element 0', undefined, undefined]],
		['one comes three times', elements('1', '1', '1'), [undefined, undefined, undefined]],
		['one has a number of no call', elements('0', '1', '7'), ['element 0', 'element 1', undefined]],
		['one has a negative number', elements('0', '1', '-1'), ['element 0', 'element 1', undefined]],
		['one has no whole number', elements('0', '1', '1.5'), ['element 0', 'element 1', undefined]],
		['one has no number', elements('0', '1', 'two'), ['element 0', 'element 1', undefined]],
		[
			'one moved and has none',
			elements('1', undefined, '2'),
			[undefined, 'element 0', 'element 2'],
		],
		['all are missing', [], [undefined, undefined, undefined]],
	])('gives each call its own result or none when %s', (_, results, names) => {
		expect(namesOf(pairElements(results, 3))).toEqual(names);
	});

	it.each([1, 2, 4])(
		'guesses nothing when %i results without numbers come for 3 calls',
		(count) => {
			const results = elements(...new Array<undefined>(count).fill(undefined));
			expect(namesOf(pairElements(results, 3))).toEqual([undefined, undefined, undefined]);
		},
	);

	it('leaves a call without a result where its element cannot be read', () => {
		const [first, , third] = elements(undefined, undefined, undefined);
		expect(namesOf(pairElements([first, undefined, third], 3))).toEqual([
			'element 0',
			undefined,
			'element 2',
		]);
	});

	it('never gives a call the result of another, whatever numbers come back', () => {
		const numbers = fc.option(
			fc.oneof(
				fc.nat({ max: 6 }).map(String),
				fc.constantFrom('-1', '1.5', 'x', '1e0', '01', ' 1', '99'),
				fc.string({ maxLength: 3 }),
			),
			{ nil: undefined },
		);
		fc.assert(
			fc.property(fc.array(numbers, { maxLength: 8 }), fc.nat({ max: 6 }), (reqIds, count) => {
				const results = elements(...reqIds);
				const paired = pairElements(results, count);
				expect(paired).toHaveLength(count);
				const foreign = paired.filter(
					(element, index) => typeof element?.reqId === 'string' && element.reqId !== String(index),
				);
				expect(foreign).toEqual([]);
				// And none twice.
				const given = namesOf(paired).filter((name) => name !== undefined);
				expect(new Set(given).size).toBe(given.length);
			}),
			{ numRuns: 1000 },
		);
	});

	it('finds every result again, in whatever order the numbered results come', () => {
		const orders = fc.integer({ min: 1, max: 30 }).chain((count) =>
			fc.shuffledSubarray(
				Array.from({ length: count }, (_, index) => index),
				{ minLength: count },
			),
		);
		fc.assert(
			fc.property(orders, (order) => {
				const paired = pairElements(elements(...order.map(String)), order.length);
				expect(paired.map((element) => element?.reqId)).toEqual(
					order.map((_, index) => String(index)),
				);
			}),
			{ numRuns: 500 },
		);
	});

	// Number('') is 0 and Number('0x1') is 1.
	it.each(['', ' ', '0x1', '00'])('takes the number %j for no number of ours', (reqId) => {
		const paired = pairElements(elements(reqId, undefined), 2);
		expect(namesOf(paired)).toEqual([undefined, undefined]);
	});
});
