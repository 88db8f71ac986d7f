import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { isObject } from '../protocol/basics/json';
import { DEFAULT_RETRY, type RetryPolicy } from '../protocol/send/retry';
import { isEmpty } from '../values/blank';
import { readChoice } from '../values/choice';
import { readWhole } from '../values/number';
import { told, type Reading } from '../values/reading';
import { readYesNo } from '../values/yesNo';
import type { InputProblem } from './itemInput';
import { EMPTY_CHOICES } from './notes';

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
				name: 'Fail the Item',
				value: 'fail',
				description: 'The item counts as failed, see "On Error" in the node settings',
			},
			{
				name: 'Mark the Item and Go On',
				value: 'mark',
				description: 'The item comes out with the status "skipped" and the reason',
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
			'How often a request is repeated when Leanplum is busy or unavailable, at most 10 times. With 4, such as by default, it is given up after about half a minute. Only what surely was not done, or does no harm when done twice, is repeated.',
	},
	{
		displayName: 'Parallel Requests',
		name: 'parallelRequests',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_PARALLEL_REQUESTS, numberPrecision: 0 },
		default: 4,
		description:
			'How many requests may be under way at once, at most 50. More makes large numbers of users faster, for example 10,000 of them. Requests for the same user never are at once, because Leanplum refuses that.',
	},
	{
		displayName: 'Repeat When the Reply Is Lost',
		name: 'repeatWhenUnknown',
		type: 'boolean',
		default: false,
		description:
			'Whether to send an event, a message or an increment again when the connection broke and nobody knows whether Leanplum did it',
		hint: 'It may then be done twice',
	},
	{
		displayName: 'Retry Delay (Milliseconds)',
		name: 'retryDelay',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: baseDelayMs,
		description:
			'How long to wait before the first retry, such as 2000. Each further wait is twice as long, as Leanplum recommends: 2, 4, 8 seconds.',
	},
	{
		displayName: 'Timeout (Milliseconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_MS, numberPrecision: 0 },
		default: 60_000,
		description:
			'How long to wait for the answer to a request, such as 60000 for a minute; at most an hour. Behind it nobody knows whether Leanplum did it.',
	},
];

/** What to do with empty values, in operations that change something. */
export const IF_EMPTY_OPTION: INodeProperties = {
	displayName: 'If a Value Is Empty',
	name: 'ifEmpty',
	type: 'options',
	default: 'leave',
	description:
		'What to do with optional values that are missing, null, or blank. In JSON, null always clears an attribute.',
	options: [...EMPTY_CHOICES],
};

/** A further option of operations that change something. */
export const PREVIEW_OPTION: INodeProperties = {
	displayName: 'Preview Only',
	name: 'previewOnly',
	type: 'boolean',
	default: true,
	description:
		'Whether to send nothing and show instead what would be sent: the requests with their content, how many users Leanplum would bill, and everything that is wrong with the items',
};

const ACROSS_EXECUTIONS = { show: { sendOnce: ['executions'] } };

/** Further options of operations whose effect cannot be taken back, such as sending a message. */
export const SEND_ONCE_OPTIONS: readonly INodeProperties[] = [
	{
		displayName: 'Send Once',
		name: 'sendOnce',
		type: 'options',
		default: 'executions',
		description:
			'Whether to keep from sending again what was sent before. Items that were sent before come out with the status "duplicate". What was under way when n8n broke down counts as sent.',
		options: [
			{
				name: 'Across Executions',
				value: 'executions',
				description: 'For each Send Once Key only once, whichever execution comes first',
			},
			{
				name: 'Off',
				value: 'off',
				description: 'As often as n8n runs the node',
			},
			{
				name: 'Within This Execution',
				value: 'execution',
				description:
					'Each item only once, also when n8n runs the execution again; this is the default where Retry On Fail is on',
			},
		],
	},
	{
		displayName: 'Send Once Key',
		name: 'sendOnceKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.orderId }}',
		description:
			'What makes an item one of its kind, such as an order ID with the name of the message. Nothing is sent for a key that was used before.',
		hint: 'The last 50,000 keys are remembered. In queue mode each request waits at least 5 seconds.',
		displayOptions: ACROSS_EXECUTIONS,
	},
	{
		displayName: 'Send Once Key Counts For',
		name: 'sendOnceScope',
		type: 'options',
		default: 'node',
		description: 'Where a key must not be used again',
		displayOptions: ACROSS_EXECUTIONS,
		options: [
			{
				name: 'All Leanplum Nodes of This Workflow',
				value: 'workflow',
				description: 'The same key sends only one of their messages or events',
			},
			{ name: 'This Node', value: 'node', description: 'Each node may use the key once' },
		],
	},
];

/** How the node behaves in one run, whatever the operation. */
export interface RunOptions {
	/** Whether items may share requests. */
	readonly batching: boolean;
	readonly failSkipped: boolean;
	readonly parallelRequests: number;
	readonly repeatWhenUnknown: boolean;
	/** Whether to tell what would be sent instead of sending it. */
	readonly previewOnly: boolean;
	readonly retry: RetryPolicy;
	/** How far Send Once reaches; `undefined` when the user did not say. */
	readonly sendOnce: 'off' | 'execution' | 'executions' | undefined;
	/** For which nodes a Send Once Key counts. */
	readonly sendOnceScope: 'node' | 'workflow';
	readonly timeoutMs: number;
}

/** What was read of the Options collection, and what is wrong with it. */
export interface RunOptionsReading {
	readonly options: RunOptions;
	readonly problems: readonly InputProblem[];
}

/** Options that every item can have for itself; the others hold for the whole run. */
export const OPTIONS_OF_ITEMS: ReadonlySet<string> = new Set([
	'ifEmpty',
	'ifSkipped',
	'previewOnly',
	'sendOnce',
	'sendOnceKey',
]);

const PROPERTIES = new Map(
	[...COMMON_OPTIONS, PREVIEW_OPTION, IF_EMPTY_OPTION, ...SEND_ONCE_OPTIONS].map((property) => [
		property.name,
		property,
	]),
);

/** Reads options by the rules of their kinds; what cannot be read is noted and gets its default. */
class OptionsReader {
	readonly problems: InputProblem[] = [];

	constructor(private readonly given: Readonly<Record<string, unknown>>) {}

	/** @returns `undefined` when it is empty or cannot be read */
	choice<Value extends string>(name: string): Value | undefined {
		const choices = PROPERTIES.get(name)!.options as INodePropertyOptions[];
		return this.take(
			name,
			readChoice(this.given[name], choices as Array<INodePropertyOptions & { value: Value }>),
		);
	}

	yesNo(name: string): boolean | undefined {
		return this.take(name, readYesNo(this.given[name]));
	}

	whole(name: string, fallback: number): number {
		const value = this.take(name, readWhole(this.given[name]));
		if (value === undefined) return fallback;
		const { minValue = 0, maxValue = Number.MAX_SAFE_INTEGER } =
			PROPERTIES.get(name)!.typeOptions ?? {};
		if (value >= minValue && value <= maxValue) return value;
		const range =
			maxValue < Number.MAX_SAFE_INTEGER ? `${minValue} to ${maxValue}` : `at least ${minValue}`;
		this.refuse(name, `must be ${range} (got ${value})`);
		return fallback;
	}

	refuse(name: string, message: string): void {
		this.problems.push({ field: PROPERTIES.get(name)!.displayName, message });
	}

	private take<Value>(name: string, reading: Reading<Value>): Value | undefined {
		if (reading.kind === 'value') return reading.value;
		if (reading.kind === 'refused') this.refuse(name, told(reading));
		return undefined;
	}
}

/** Reads the Options collection. What is empty gets its default. */
export function readRunOptions(collection: unknown): RunOptionsReading {
	const given = isObject(collection) ? collection : {};
	const reader = new OptionsReader(given);
	reader.choice('ifEmpty');
	const previewOnly = reader.yesNo('previewOnly');
	// Whoever added it wants to decide, and an empty value may mean either.
	if (Object.hasOwn(given, 'previewOnly') && isEmpty(given.previewOnly)) {
		reader.refuse('previewOnly', 'is empty. Enter true or false, or remove the option');
	}
	const options: RunOptions = {
		batching: reader.choice('batching') !== 'off',
		failSkipped: reader.choice('ifSkipped') === 'fail',
		parallelRequests: reader.whole('parallelRequests', 4),
		previewOnly: previewOnly ?? false,
		repeatWhenUnknown: reader.yesNo('repeatWhenUnknown') ?? false,
		retry: {
			maxRetries: reader.whole('maxRetries', maxRetries),
			baseDelayMs: reader.whole('retryDelay', baseDelayMs),
		},
		sendOnce: reader.choice('sendOnce'),
		sendOnceScope: reader.choice('sendOnceScope') ?? 'node',
		timeoutMs: reader.whole('timeout', 60_000),
	};
	return { options, problems: reader.problems };
}

/** What of the options holds for the whole run, by the name of the option. */
const OF_THE_RUN: Readonly<Record<string, (options: RunOptions) => unknown>> = {
	batching: ({ batching }) => batching,
	maxRetries: ({ retry }) => retry.maxRetries,
	parallelRequests: ({ parallelRequests }) => parallelRequests,
	repeatWhenUnknown: ({ repeatWhenUnknown }) => repeatWhenUnknown,
	retryDelay: ({ retry }) => retry.baseDelayMs,
	sendOnceScope: ({ sendOnceScope }) => sendOnceScope,
	timeout: ({ timeoutMs }) => timeoutMs,
};

/** What is wrong when an item has other options of the run than the first item. */
export function disagreements(first: RunOptions, other: RunOptions): InputProblem[] {
	return Object.entries(OF_THE_RUN)
		.filter(([, valueOf]) => valueOf(first) !== valueOf(other))
		.map(([name]) => ({
			field: PROPERTIES.get(name)!.displayName,
			message: 'must be the same for all items, because it applies to the whole run',
		}));
}
