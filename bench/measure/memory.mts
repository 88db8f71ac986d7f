import { readFileSync, writeFileSync } from 'node:fs';

/** Bytes that the kernel holds in memory for this process. */
const resident = () => process.memoryUsage.rss();

/** Makes the kernel forget the highest value so far (Linux, proc(5)); elsewhere there is none to forget. */
function forgetPeak(): boolean {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
		return true;
	} catch {
		return false;
	}
}

function kernelPeak(): number {
	const status = readFileSync('/proc/self/status', 'utf8');
	return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/**
 * Watches the resident memory from now on.
 *
 * @returns a function that tells by how many bytes it was at most above the present. On Linux the
 *   kernel watches it; elsewhere it is looked at every 10 ms, which misses what happens in between.
 */
export function watchMemory(): () => number {
	const before = resident();
	if (forgetPeak()) return () => Math.max(0, kernelPeak() - before);
	let peak = before;
	const sampling = setInterval(() => (peak = Math.max(peak, resident())), 10).unref();
	return () => {
		clearInterval(sampling);
		return Math.max(peak, resident()) - before;
	};
}
