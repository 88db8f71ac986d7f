import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { DEFAULT_RETRY } from '../../protocol/send/retry';
import { EMPTY_CHOICES } from './notes';

const MAX_PARALLEL_REQUESTS = 50;
const MAX_RETRIES = 10;
/** An hour; what is longer than 24 days overflows the timers and would end at once. */
const MAX_TIMEOUT_MS = 3_600_000;
/** A text of n8n's has at most some 500 million characters. */
const MAX_RESPONSE_MB = 500;
const { maxRetries, baseDelayMs } = DEFAULT_RETRY;

/** The choice that gives the node an output more; n8n finds it where it draws the node. */
export const SECOND_OUTPUT = 'output';

/**
 * The node's outputs, as an expression. n8n evaluates it without items, so it looks at what was entered,
 * and no expression in the option can add an output.
 */
export const OUTPUTS: INodeTypeDescription['outputs'] = `={{ $rawParameter["options"]?.["ifSkipped"] === "${SECOND_OUTPUT}" ? [{ type: "main", displayName: "Results" }, { type: "main", displayName: "Skipped" }] : ["main"] }}`;

const ifSkipped: INodeProperties = {
	displayName: 'If Leanplum Skips an Item',
	name: 'ifSkipped',
	type: 'options',
	default: 'mark',
	description:
		"What to do when Leanplum reports success but did nothing, for example because the user doesn't exist",
	options: [
		{
			name: 'Fail the Item',
			value: 'fail',
			description: "Handles the item as set in 'On Error' in the node settings",
		},
		{
			name: 'Mark as Skipped and Continue',
			value: 'mark',
			description: 'Returns the item with the status "skipped" and the reason',
		},
		{
			name: 'Send to a Second Output',
			value: SECOND_OUTPUT,
			description: 'Adds an output for skipped items. Not available with an expression.',
			displayOptions: { hide: { '@tool': [true] } },
		},
	],
};

const includeInputFields: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: true,
	description:
		'Whether to add the fields of the input item to its result. If both have a field with the same name, the input field gets the prefix input_.',
};

/** What to do with empty values, in operations that change something. */
export const ifEmpty: INodeProperties = {
	displayName: 'If a Value Is Empty',
	name: 'ifEmpty',
	type: 'options',
	default: 'leave',
	description:
		'What to do with optional values that are missing, null, or blank. In JSON, null always clears an attribute.',
	options: [...EMPTY_CHOICES],
};

const previewOnly: INodeProperties = {
	displayName: 'Preview Only',
	name: 'previewOnly',
	type: 'boolean',
	default: true,
	description:
		'Whether to show what would be sent without sending it: one row per item, the number of requests and billed users, and any invalid items',
};

const includeRequests: INodeProperties = {
	displayName: 'Include Requests',
	name: 'includeRequests',
	type: 'boolean',
	default: true,
	description:
		'Whether the preview shows the body of each request, with masked keys, next to its first item',
	displayOptions: { show: { previewOnly: [true] } },
};

const ACROSS_EXECUTIONS = { show: { sendOnce: ['executions'] } };

export const SEND_ONCE_FIELDS: INodeProperties[] = [
	{
		displayName: 'Send Once',
		name: 'sendOnce',
		type: 'options',
		default: 'executions',
		description:
			'How to avoid sending the same item twice. Items that were already sent get the status "duplicate". If n8n crashes during a request, its items count as sent.',
		options: [
			{
				name: 'Across Executions',
				value: 'executions',
				description: 'Sends once per Send Once Key, no matter how many executions run',
			},
			{ name: 'Off', value: 'off', description: 'Sends every time the node runs' },
			{
				name: 'Within This Execution',
				value: 'execution',
				description:
					"Sends each item once, even if n8n retries the node. This is the default when 'Retry On Fail' is on.",
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
			"A value that identifies what you're sending, such as an order ID plus the message name. Nothing is sent for a key that was already used.",
		hint: 'n8n keeps the last 50,000 keys. In queue mode, a run can take 5 seconds longer',
		displayOptions: ACROSS_EXECUTIONS,
	},
	{
		displayName: 'Send Once Scope',
		name: 'sendOnceScope',
		type: 'options',
		default: 'node',
		description: 'Which nodes share the list of used keys',
		displayOptions: ACROSS_EXECUTIONS,
		options: [
			{
				name: 'All Leanplum Nodes in This Workflow',
				value: 'workflow',
				description: 'Each key sends once, no matter which node uses it',
			},
			{ name: 'This Node', value: 'node', description: 'Each node keeps its own list of keys' },
		],
	},
];

/** Its key stands beside it from the start, so that nothing lies between adding it and a run that works. */
const sendOnce: INodeProperties = {
	displayName: 'Send Once',
	name: 'sendOnce',
	type: 'fixedCollection',
	placeholder: 'Set Send Once',
	default: { once: { sendOnce: 'executions', sendOnceKey: '', sendOnceScope: 'node' } },
	description: 'How to avoid sending the same item twice',
	options: [{ displayName: 'Send Once', name: 'once', values: SEND_ONCE_FIELDS }],
};

/** Hardly anybody needs them, so they stand behind the others. */
const batching: INodeProperties = {
	displayName: 'Batching',
	name: 'batching',
	type: 'options',
	default: 'automatic',
	description:
		'How to group items into requests. Leanplum bills each user once per request, so batching is faster and cheaper.',
	options: [
		{
			name: 'Automatic',
			value: 'automatic',
			description: 'Up to 500 items for up to 50 users per request, where Leanplum supports it',
		},
		{
			name: 'One Request per Item',
			value: 'off',
			description: 'Slower, and Leanplum bills a user for every item',
		},
	],
};

const repeatWhenUnknown: INodeProperties = {
	displayName: 'Retry When Response Is Lost',
	name: 'repeatWhenUnknown',
	type: 'boolean',
	default: false,
	description:
		'Whether to resend events, messages, and increments when the connection drops before Leanplum confirms them',
	hint: 'May create duplicates',
};

const ofRequests: readonly INodeProperties[] = [
	{
		displayName: 'Max Response Size (MB)',
		name: 'maxResponseSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_RESPONSE_MB, numberPrecision: 0 },
		default: 200,
		description:
			"How large a response can be, for example 50 to save memory. Max 500. The node stops reading larger ones and treats them as lost. Doesn't apply to files.",
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MAX_RETRIES, numberPrecision: 0 },
		default: maxRetries,
		description:
			"How many times to retry a request when Leanplum is busy or unavailable, for example 4, which takes about 30 seconds. Max 10. Requests are only retried if that can't create duplicates.",
	},
	{
		displayName: 'Parallel Requests',
		name: 'parallelRequests',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_PARALLEL_REQUESTS, numberPrecision: 0 },
		default: 4,
		description:
			'How many requests to send at the same time, for example 8. Max 50. Higher values speed up runs with many users. Requests for the same user always run one after another.',
	},
	{
		displayName: 'Retry Delay (Milliseconds)',
		name: 'retryDelay',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: baseDelayMs,
		description:
			'How long to wait before the first retry, for example 2000. The wait doubles after each retry (2, 4, 8 seconds), as Leanplum recommends.',
	},
	{
		displayName: 'Timeout (Milliseconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_MS, numberPrecision: 0 },
		default: 60_000,
		description:
			'How long to wait for a response, for example 60000 for one minute. Max one hour. Leanplum may still process a request after it times out.',
	},
];

/** Every option that more than one operation has. */
export const SHARED_OPTIONS: readonly INodeProperties[] = [
	ifSkipped,
	includeInputFields,
	ifEmpty,
	previewOnly,
	includeRequests,
	sendOnce,
	batching,
	repeatWhenUnknown,
	...ofRequests,
];

/** What the shared options depend on. */
interface OptionNeeds {
	/** Its items may come out as skipped. */
	readonly canBeSkipped: boolean;
	/** Its items may share requests. */
	readonly canShareRequests: boolean;
	/** It changes something with values that may be empty. */
	readonly changesValues: boolean;
	/** It does something that should not be done twice. */
	readonly mustNotRepeat: boolean;
	readonly offersPreview: boolean;
	readonly offersSendOnce: boolean;
}

/**
 * The shared options of an operation, those that it has a use for: first those that people look for, then
 * those about requests.
 */
export function sharedOptions(needs: OptionNeeds): {
	usual: readonly INodeProperties[];
	aboutRequests: readonly INodeProperties[];
} {
	const only = (wanted: boolean, ...options: INodeProperties[]) => (wanted ? options : []);
	return {
		usual: [
			includeInputFields,
			...only(needs.canBeSkipped, ifSkipped),
			...only(needs.changesValues, ifEmpty, includeRequests),
			...only(needs.offersPreview, previewOnly),
			...only(needs.offersSendOnce, sendOnce),
		],
		aboutRequests: [
			...only(needs.canShareRequests, batching),
			...ofRequests,
			...only(needs.mustNotRepeat, repeatWhenUnknown),
		],
	};
}
