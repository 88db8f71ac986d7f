/** Lifetime figures of an event or state of one user. Times in epoch seconds. */
export interface Counter {
	count: number;
	firstTime?: number;
	lastTime?: number;
	/** Sum of the event's values; events only. */
	value?: number;
}

/** Counts one more occurrence at `time` (epoch seconds). */
export function countOccurrence(counter: Counter, time: number, value?: number): void {
	counter.count += 1;
	counter.firstTime = Math.min(counter.firstTime ?? time, time);
	counter.lastTime = Math.max(counter.lastTime ?? time, time);
	if (value !== undefined) counter.value = (counter.value ?? 0) + value;
}

/** Adds the figures of another profile, when two profiles merge. */
export function mergeCounter(into: Counter, from: Counter): void {
	into.count += from.count;
	if (from.firstTime !== undefined) {
		into.firstTime = Math.min(into.firstTime ?? from.firstTime, from.firstTime);
	}
	if (from.lastTime !== undefined) {
		into.lastTime = Math.max(into.lastTime ?? from.lastTime, from.lastTime);
	}
	if (from.value !== undefined) into.value = (into.value ?? 0) + from.value;
}
