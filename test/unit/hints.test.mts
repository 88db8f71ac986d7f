import { summarizeResults } from '../../nodes/Leanplum/run/output/hints';
import { ItemInput } from '../../nodes/Leanplum/operation/fields/itemInput';
import type { ItemResult } from '../../nodes/Leanplum/operation/result';
import { createCall } from '../../nodes/Leanplum/protocol/action/call';
import type { Outcome } from '../../nodes/Leanplum/protocol/reply/outcome';
import { readerOf } from './parameterReader.mts';

const reply = { success: true };
const done: Outcome = { status: 'done', reply };

function skipped(warning: string): Outcome {
	return { status: 'skipped', reply, warning };
}

function remarked(warning: string): Outcome {
	return { status: 'done', reply, warning };
}

/** Results of items that were sent, with the given outcomes. */
function results(count: number, outcome: Outcome): ItemResult[] {
	return Array.from({ length: count }, () => ({
		kind: 'called',
		call: createCall('track', { userId: 'ada' }),
		input: new ItemInput(readerOf({}), 0, {}, 'UTC'),
		outcome,
	}));
}

function messages(all: ItemResult[]): string[] {
	return summarizeResults(all).map(({ message }) => message);
}

describe('the hints in the output pane', () => {
	it('say how many of how many items were skipped, and why', () => {
		const all = [
			...results(963, done),
			...results(37, skipped('User not found; request skipped.')),
		];
		expect(messages(all)).toEqual([
			'Leanplum skipped 37 of 1,000 items: User not found; request skipped',
		]);
	});

	it('speak of a single item in the singular', () => {
		const all = [...results(1, done), ...results(1, skipped('Message entity not found'))];
		expect(messages(all)).toEqual(['Leanplum skipped 1 of 2 items: Message entity not found']);
	});

	it('tell items that were done with a remark from those that were not', () => {
		const warning = 'Past event detected (400 days ago). Rewriting timestamp.';
		const all = [...results(2, remarked(warning)), ...results(1, skipped(warning))];
		const [first, second, ...more] = messages(all);
		expect(first).toMatch(/^2 of 3 items are done, with a warning from Leanplum: Past event/);
		expect(second).toMatch(/^Leanplum skipped 1 of 3 items: Past event/);
		expect(more).toEqual([]);
	});

	it('count remarks together that differ in numbers only', () => {
		const all = [400, 401, 999].flatMap((days) =>
			results(1, remarked(`Past event detected (${days} days ago). Rewriting timestamp.`)),
		);
		expect(messages(all)).toHaveLength(1);
		expect(messages(all)[0]).toMatch(/^3 of 3 items/);
	});

	it('begin with what concerns most items and do not go on for ever', () => {
		const all = 'abcdefgh'
			.split('')
			.flatMap((letter, index) => results(index + 1, skipped(`Reason ${letter}`)));
		const said = messages(all);
		expect(said[0]).toMatch(/^Leanplum skipped 8 of 36 items: Reason h$/);
		expect(said.length).toBeLessThan(8);
		expect(said.length).toBeGreaterThan(1);
	});

	it('are none when all was done, and leave failures to the errors', () => {
		const failed: Outcome = { status: 'failed', problem: { kind: 'refused' } };
		const lost: Outcome = { status: 'unknown', problem: { kind: 'replyLost' } };
		const all: ItemResult[] = [
			...results(5, done),
			...results(1, failed),
			...results(1, lost),
			{ kind: 'failed', explanation: { message: 'Event Name is empty', description: '' } },
			{ kind: 'performed', items: [] },
		];
		expect(summarizeResults(all)).toEqual([]);
		expect(summarizeResults([])).toEqual([]);
	});

	it('are warnings in the output pane', () => {
		const [hint] = summarizeResults(results(1, skipped('x')));
		expect(hint).toMatchObject({ type: 'warning', location: 'outputPane' });
	});
});
