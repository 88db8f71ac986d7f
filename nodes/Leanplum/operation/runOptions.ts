import type { INode, INodePropertyOptions } from 'n8n-workflow';
import { isObject } from '../protocol/basics/json';
import type { RetryPolicy } from '../protocol/send/retry';
import { isEmpty } from '../values/blank';
import { readChoice } from '../values/choice';
import { readWhole } from '../values/number';
import { told, type Reading } from '../values/reading';
import { readYesNo } from '../values/yesNo';
import type { InputProblem } from './fields/itemInput';
import { SECOND_OUTPUT, SEND_ONCE_FIELDS, SHARED_OPTIONS } from './fields/options';

/** How the node behaves in one run, whatever the operation. */
export interface RunOptions {
	/** Whether items may share requests. */
	readonly batching: boolean;
	/** What becomes of items that Leanplum skipped. */
	readonly ifSkipped: 'fail' | 'mark' | typeof SECOND_OUTPUT;
	/** Whether results come out beside the fields of their input items. */
	readonly includeInputFields: boolean;
	/** Whether a preview shows the bodies of requests. */
	readonly includeRequests: boolean;
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
	readonly maxReplyBytes: number;
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
	'includeInputFields',
	'previewOnly',
	'sendOnce',
]);

const PROPERTIES = new Map(
	[...SHARED_OPTIONS, ...SEND_ONCE_FIELDS].map((property) => [property.name, property]),
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

	/** @returns the option's default when it is empty or cannot be read */
	whole(name: string): number {
		const property = PROPERTIES.get(name)!;
		const fallback = property.default as number;
		const value = this.take(name, readWhole(this.given[name]));
		if (value === undefined) return fallback;
		const { minValue = 0, maxValue = Number.MAX_SAFE_INTEGER } = property.typeOptions ?? {};
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

/** The options with the fields of Send Once among them. */
function withSendOnce({
	sendOnce,
	...others
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
	// An expression for the whole of it must not turn it off in silence.
	if (!isObject(sendOnce)) return { ...others, sendOnce };
	return { ...others, ...(isObject(sendOnce.once) ? sendOnce.once : {}) };
}

/** Why a node can't have a second output, or `undefined` when it has one. */
export function objectionToOutput({ type, parameters }: INode): string | undefined {
	if (type.endsWith('Tool')) return "can't add an output to a tool of an AI agent";
	const { options }: Record<string, unknown> = parameters;
	return isObject(options) && options.ifSkipped === SECOND_OUTPUT
		? undefined
		: "can't add an output from an expression. Select 'Send to a Second Output' as a fixed value";
}

/**
 * Reads the Options collection. What is empty gets its default.
 *
 * @param noOutput why the node can't have a second output
 */
export function readRunOptions(collection: unknown, noOutput?: string): RunOptionsReading {
	const given = withSendOnce(isObject(collection) ? collection : {});
	const reader = new OptionsReader(given);
	reader.choice('ifEmpty');
	const previewOnly = reader.yesNo('previewOnly');
	// Whoever added it wants to decide, and an empty value may mean either.
	if (Object.hasOwn(given, 'previewOnly') && isEmpty(given.previewOnly)) {
		reader.refuse('previewOnly', 'is empty. Enter true or false, or remove the option');
	}
	const wanted = reader.choice<RunOptions['ifSkipped']>('ifSkipped') ?? 'mark';
	const isImpossible = wanted === SECOND_OUTPUT && noOutput !== undefined;
	if (isImpossible) reader.refuse('ifSkipped', noOutput);
	const options: RunOptions = {
		batching: reader.choice('batching') !== 'off',
		includeInputFields: reader.yesNo('includeInputFields') ?? false,
		includeRequests: reader.yesNo('includeRequests') ?? false,
		ifSkipped: isImpossible ? 'mark' : wanted,
		parallelRequests: reader.whole('parallelRequests'),
		previewOnly: previewOnly ?? false,
		repeatWhenUnknown: reader.yesNo('repeatWhenUnknown') ?? false,
		retry: {
			maxRetries: reader.whole('maxRetries'),
			baseDelayMs: reader.whole('retryDelay'),
		},
		sendOnce: reader.choice('sendOnce'),
		sendOnceScope: reader.choice('sendOnceScope') ?? 'node',
		timeoutMs: reader.whole('timeout'),
		maxReplyBytes: 1_000_000 * reader.whole('maxResponseSize'),
	};
	return { options, problems: reader.problems };
}

/** What of the options holds for the whole run, by the name of the option. */
const OF_THE_RUN: Readonly<Record<string, (options: RunOptions) => unknown>> = {
	batching: ({ batching }) => batching,
	maxResponseSize: ({ maxReplyBytes }) => maxReplyBytes,
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
