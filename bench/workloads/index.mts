import { attributes } from './attributes.mts';
import { computedEvents, events } from './events.mts';
import { messages } from './messages.mts';
import type { ItemWorkload } from './workload.mts';

/** The workloads of items, by the letters under which the goals name them. */
export const ITEM_WORKLOADS = {
	A: events(1_000, 100),
	B: attributes(10_000),
	C: events(100_000, 5_000),
	D: messages(1_000),
	/** A with expressions that have to be computed. */
	computed: computedEvents(1_000, 100),
	/** C with a hundredth of its items, to compare the time per item. */
	small: events(1_000, 50),
} satisfies Record<string, ItemWorkload>;

export type ItemWorkloadId = keyof typeof ITEM_WORKLOADS;
