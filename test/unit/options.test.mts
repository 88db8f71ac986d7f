import { disagreements, readRunOptions as read } from '../../nodes/Leanplum/operation/runOptions';
import { SHARED_OPTIONS } from '../../nodes/Leanplum/operation/fields/options';
import { DEFAULT_RETRY } from '../../nodes/Leanplum/protocol/send/retry';

const DEFAULTS = {
	batching: true,
	ifSkipped: 'mark',
	includeInputFields: false,
	includeRequests: false,
	maxReplyBytes: 200_000_000,
	parallelRequests: 4,
	previewOnly: false,
	repeatWhenUnknown: false,
	retry: DEFAULT_RETRY,
	sendOnce: undefined,
	sendOnceScope: 'node',
	timeoutMs: 60_000,
};

const readRunOptions = (collection: unknown) => read(collection).options;

/** What is wrong with options, as sentences. */
const problemsOf = (collection: unknown) =>
	read(collection).problems.map(({ field, message }) => `${field} ${message}`);

describe('the options of a run', () => {
	it('are as the field descriptions promise when none is set', () => {
		expect(readRunOptions({})).toEqual(DEFAULTS);
		// Options that people add to switch something on are on once they are added.
		const added = ['includeInputFields', 'includeRequests', 'previewOnly', 'sendOnce'];
		const promised = Object.fromEntries(
			SHARED_OPTIONS.filter(({ name }) => !added.includes(name)).map((option) => [
				option.name,
				option.default,
			]),
		);
		expect(readRunOptions(promised)).toEqual(DEFAULTS);
	});

	it.each([undefined, null, '', 'text', 5])(
		'are the defaults when n8n gives %p for them',
		(value) => {
			expect(readRunOptions(value)).toEqual(DEFAULTS);
		},
	);

	it('are what the user set', () => {
		const options = readRunOptions({
			batching: 'off',
			ifSkipped: 'fail',
			includeInputFields: true,
			includeRequests: true,
			maxResponseSize: 50,
			maxRetries: 0,
			parallelRequests: 1,
			previewOnly: true,
			repeatWhenUnknown: true,
			retryDelay: 0,
			sendOnce: { once: { sendOnce: 'executions', sendOnceScope: 'workflow' } },
			timeout: 500,
		});
		expect(options).toEqual({
			batching: false,
			ifSkipped: 'fail',
			includeInputFields: true,
			includeRequests: true,
			maxReplyBytes: 50_000_000,
			parallelRequests: 1,
			previewOnly: true,
			repeatWhenUnknown: true,
			retry: { maxRetries: 0, baseDelayMs: 0 },
			sendOnce: 'executions',
			sendOnceScope: 'workflow',
			timeoutMs: 500,
		});
	});

	it('may come as text, as expressions give them', () => {
		expect(readRunOptions({ maxRetries: '2', timeout: ' 500 ' })).toMatchObject({
			retry: { maxRetries: 2 },
			timeoutMs: 500,
		});
	});

	it('are refused outside of the ranges that the fields show', () => {
		const ranges = SHARED_OPTIONS.flatMap(({ name, displayName, typeOptions }) =>
			typeOptions?.minValue === undefined ? [] : [{ name, displayName, ...typeOptions }],
		);
		expect(ranges.map(({ name }) => name).sort()).toEqual([
			'maxResponseSize',
			'maxRetries',
			'parallelRequests',
			'retryDelay',
			'timeout',
		]);
		for (const { name, displayName, minValue, maxValue } of ranges) {
			expect(problemsOf({ [name]: minValue })).toEqual([]);
			const tooSmall = problemsOf({ [name]: minValue! - 1 });
			expect(tooSmall).toEqual([expect.stringMatching(`^${displayName.split(' (')[0]}`)]);
			if (maxValue === undefined) continue;
			expect(problemsOf({ [name]: maxValue })).toEqual([]);
			expect(problemsOf({ [name]: maxValue + 1 })).toEqual([
				`${displayName} must be ${minValue} to ${maxValue} (got ${maxValue + 1})`,
			]);
		}
	});

	it.each([['many'], [{}], [Number.NaN], [2.5], ['2.5']])(
		'are refused where a number is %p',
		(value) => {
			const numbers = {
				maxRetries: value,
				parallelRequests: value,
				retryDelay: value,
				timeout: value,
			};
			expect(problemsOf(numbers)).toHaveLength(4);
			expect(readRunOptions(numbers)).toEqual(DEFAULTS);
		},
	);

	it.each([['sometimes'], [2]])('are refused where a choice is %p', (value) => {
		const choices = {
			batching: value,
			ifEmpty: value,
			ifSkipped: value,
			previewOnly: value,
			repeatWhenUnknown: value,
			sendOnce: { once: { sendOnce: value, sendOnceScope: value } },
		};
		expect(problemsOf(choices)).toHaveLength(7);
		expect(problemsOf({ ifSkipped: value })[0]).toContain('Fail the Item (fail)');
	});

	it('take choices by label and value, and switches in every form', () => {
		expect(readRunOptions({ batching: 'One request per item' }).batching).toBe(false);
		expect(readRunOptions({ ifSkipped: ' FAIL ' }).ifSkipped).toBe('fail');
		for (const on of [true, 'TRUE', 1, 'yes', 'on']) {
			expect(readRunOptions({ previewOnly: on }).previewOnly).toBe(true);
			expect(readRunOptions({ repeatWhenUnknown: on }).repeatWhenUnknown).toBe(true);
		}
		for (const off of [false, 'FALSE', 0, 'no', 'off']) {
			expect(readRunOptions({ previewOnly: off }).previewOnly).toBe(false);
		}
	});

	it.each([null, undefined, '', ' '])('refuse Preview Only that is empty: %p', (previewOnly) => {
		expect(problemsOf({ previewOnly })).toEqual([
			'Preview Only is empty. Enter true or false, or remove the option',
		]);
	});

	it('of the whole run must be the same for all items', () => {
		const own = { ifSkipped: 'fail', previewOnly: true, sendOnce: 'executions', sendOnceKey: 'a' };
		const first = readRunOptions({});
		expect(disagreements(first, readRunOptions(own))).toEqual([]);
		const ofTheRun = {
			batching: 'off',
			maxRetries: 0,
			parallelRequests: 1,
			repeatWhenUnknown: true,
			retryDelay: 0,
			sendOnceScope: 'workflow',
			timeout: 1,
		};
		for (const [name, value] of Object.entries(ofTheRun)) {
			expect(disagreements(first, readRunOptions({ [name]: value }))).toEqual([
				expect.objectContaining({ message: expect.stringContaining('the same for all items') }),
			]);
		}
	});

	it.each(['', ' ', null])('are the defaults where a number is blank: %p', (blank) => {
		const blanks = {
			maxRetries: blank,
			parallelRequests: blank,
			retryDelay: blank,
			timeout: blank,
		};
		expect(readRunOptions(blanks)).toEqual(DEFAULTS);
	});
});
