/** Lifetime figures of an event or state of one user. Times in epoch seconds. */
export interface Counter {
	count: number;
	firstTime?: number;
	lastTime?: number;
	/** Sum of the event's values; events only. */
	value?: number;
}

/** Takes other times in: the earliest first one and the latest last one are kept (recorded). */
export function spanTime(
	counter: Counter,
	{ firstTime, lastTime }: { firstTime?: number | undefined; lastTime?: number | undefined },
): void {
	if (firstTime !== undefined) {
		counter.firstTime = Math.min(counter.firstTime ?? firstTime, firstTime);
	}
	if (lastTime !== undefined) counter.lastTime = Math.max(counter.lastTime ?? lastTime, lastTime);
}

/** Counts one more occurrence at `time` (epoch seconds). */
export function countOccurrence(counter: Counter, time: number, value?: number): void {
	counter.count += 1;
	spanTime(counter, { firstTime: time, lastTime: time });
	if (value !== undefined) counter.value = (counter.value ?? 0) + value;
}

/** Adds the figures of another profile, when two profiles merge. */
export function mergeCounter(into: Counter, from: Counter): void {
	into.count += from.count;
	spanTime(into, from);
	if (from.value !== undefined) into.value = (into.value ?? 0) + from.value;
}
