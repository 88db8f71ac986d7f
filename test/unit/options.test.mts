import { COMMON_OPTIONS, readRunOptions } from '../../nodes/Leanplum/operation/options';
import { DEFAULT_RETRY } from '../../nodes/Leanplum/protocol/send/retry';

const DEFAULTS = {
	batching: true,
	failSkipped: false,
	parallelRequests: 4,
	previewOnly: false,
	repeatWhenUnknown: false,
	retry: DEFAULT_RETRY,
	sendOnce: undefined,
	sendOnceScope: 'node',
	timeoutMs: 60_000,
};

describe('the options of a run', () => {
	it('are as the field descriptions promise when none is set', () => {
		expect(readRunOptions({})).toEqual(DEFAULTS);
		const promised = Object.fromEntries(
			COMMON_OPTIONS.map((option) => [option.name, option.default]),
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
			maxRetries: 0,
			parallelRequests: 1,
			previewOnly: true,
			repeatWhenUnknown: true,
			retryDelay: 0,
			sendOnce: 'executions',
			sendOnceScope: 'workflow',
			timeout: 500,
		});
		expect(options).toEqual({
			batching: false,
			failSkipped: true,
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

	it('are brought into their range', () => {
		expect(readRunOptions({ parallelRequests: 0 }).parallelRequests).toBe(1);
		expect(readRunOptions({ parallelRequests: -5 }).parallelRequests).toBe(1);
		expect(readRunOptions({ parallelRequests: 50 }).parallelRequests).toBe(50);
		expect(readRunOptions({ parallelRequests: 51 }).parallelRequests).toBe(50);
		expect(readRunOptions({ maxRetries: -1 }).retry.maxRetries).toBe(0);
		expect(readRunOptions({ maxRetries: 11 }).retry.maxRetries).toBe(10);
		expect(readRunOptions({ retryDelay: -1 }).retry.baseDelayMs).toBe(0);
		expect(readRunOptions({ timeout: 0 }).timeoutMs).toBe(1);
	});

	it('keep to the ranges that the fields show', () => {
		const ranges = COMMON_OPTIONS.flatMap(({ name, typeOptions }) =>
			typeOptions?.maxValue === undefined ? [] : [[name, typeOptions.maxValue] as const],
		);
		expect(ranges.map(([name]) => name).sort()).toEqual([
			'maxRetries',
			'parallelRequests',
			'timeout',
		]);
		for (const [name, maximum] of ranges) {
			const { parallelRequests, retry, timeoutMs } = readRunOptions({ [name]: maximum + 1 });
			const read: Record<string, number> = {
				maxRetries: retry.maxRetries,
				parallelRequests,
				timeout: timeoutMs,
			};
			expect(read[name]).toBe(maximum);
		}
	});

	it.each([['many'], [{}], [Number.NaN], [undefined], [2.5]])(
		'are the defaults where a number is %p',
		(value) => {
			const numbers = {
				maxRetries: value,
				parallelRequests: value,
				retryDelay: value,
				timeout: value,
			};
			expect(readRunOptions(numbers)).toEqual(DEFAULTS);
		},
	);

	it.each([['sometimes'], [1], [null]])('are the defaults where a choice is %p', (value) => {
		const choices = { batching: value, ifSkipped: value, repeatWhenUnknown: value };
		expect(readRunOptions(choices)).toEqual(DEFAULTS);
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

	it('are listed in the order of their labels, as n8n wants it', () => {
		const labels = COMMON_OPTIONS.map(({ displayName }) => displayName);
		expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b)));
	});
});
