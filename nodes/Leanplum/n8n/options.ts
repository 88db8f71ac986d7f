import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { DEFAULT_RETRY, type RetryPolicy } from '../protocol/retry';

const MAX_PARALLEL_REQUESTS = 50;
const MAX_RETRIES = 10;
/** An hour; what is longer than 24 days overflows the timers and would end at once. */
const MAX_TIMEOUT_MS = 3_600_000;
const { maxRetries, baseDelayMs } = DEFAULT_RETRY;

/** The options that every operation has, in the order of their labels. */
export const COMMON_OPTIONS: readonly INodeProperties[] = [
	{
		displayName: 'Batching',
		name: 'batching',
		type: 'options',
		default: 'automatic',
		description:
			'How many items share a request. Leanplum bills each user once per request, so sharing is faster and cheaper.',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Up to 500 items of up to 50 users share a request, where Leanplum allows it',
			},
			{
				name: 'One Request per Item',
				value: 'off',
				description: 'Slower, but each item travels alone',
			},
		],
	},
	{
		displayName: 'If Leanplum Skips the Request',
		name: 'ifSkipped',
		type: 'options',
		default: 'mark',
		description:
			'What to do when Leanplum reports success but did nothing, for example because it does not know the user',
		options: [
			{
				name: 'Mark the Item and Go On',
				value: 'mark',
				description: 'The item comes out with the status "skipped" and the reason',
			},
			{
				name: 'Fail the Item',
				value: 'fail',
				description: 'The item counts as failed, see "On Error" in the node settings',
			},
		],
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MAX_RETRIES, numberPrecision: 0 },
		default: maxRetries,
		description:
			'How often a request is repeated when Leanplum is busy or unavailable. Only what surely was not done, or does no harm when done twice, is repeated.',
	},
	{
		displayName: 'Parallel Requests',
		name: 'parallelRequests',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_PARALLEL_REQUESTS, numberPrecision: 0 },
		default: 4,
		description:
			'How many requests may be under way at once. Requests for the same user never are, because Leanplum refuses that.',
	},
	{
		displayName: 'Repeat When the Reply Is Lost',
		name: 'repeatWhenUnknown',
		type: 'boolean',
		default: false,
		description:
			'Whether to send an event, a message or an increment again when the connection broke and nobody knows whether Leanplum did it. It may then be done twice.',
	},
	{
		displayName: 'Retry Delay (Milliseconds)',
		name: 'retryDelay',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: baseDelayMs,
		description:
			'How long to wait before the first retry. Each further wait is twice as long, as Leanplum recommends.',
	},
	{
		displayName: 'Timeout (Milliseconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_MS, numberPrecision: 0 },
		default: 60_000,
		description: 'How long to wait for the answer to a request',
	},
];

/** How the node behaves in one run, whatever the operation. */
export interface RunOptions {
	/** Whether items may share requests. */
	readonly batching: boolean;
	readonly failSkipped: boolean;
	readonly parallelRequests: number;
	readonly repeatWhenUnknown: boolean;
	readonly retry: RetryPolicy;
	readonly timeoutMs: number;
}

/** A number that is left out, or comes blank from an expression, gets its default. */
const blankAsMissing = (value: unknown) =>
	value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;

const whole = (minimum: number, fallback: number, maximum = Number.MAX_SAFE_INTEGER) =>
	z
		.preprocess(blankAsMissing, z.coerce.number().int())
		.transform((value) => Math.min(maximum, Math.max(minimum, value)))
		.catch(fallback);

const schema = z.object({
	batching: z.enum(['automatic', 'off']).catch('automatic'),
	ifSkipped: z.enum(['mark', 'fail']).catch('mark'),
	maxRetries: whole(0, maxRetries, MAX_RETRIES),
	parallelRequests: whole(1, 4, MAX_PARALLEL_REQUESTS),
	repeatWhenUnknown: z.boolean().catch(false),
	retryDelay: whole(0, baseDelayMs),
	timeout: whole(1, 60_000, MAX_TIMEOUT_MS),
});

/** Reads the Options collection; what is missing or out of range gets the nearest sensible value. */
export function readRunOptions(collection: unknown): RunOptions {
	const options = schema.parse(typeof collection === 'object' && collection ? collection : {});
	return {
		batching: options.batching === 'automatic',
		failSkipped: options.ifSkipped === 'fail',
		parallelRequests: options.parallelRequests,
		repeatWhenUnknown: options.repeatWhenUnknown,
		retry: { maxRetries: options.maxRetries, baseDelayMs: options.retryDelay },
		timeoutMs: options.timeout,
	};
}
