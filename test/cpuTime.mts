/** CPU time of some work in ms, which other programs on the machine don't make longer. */
export async function cpuTime(work: () => unknown): Promise<number> {
	const started = process.cpuUsage();
	await work();
	return process.cpuUsage(started).user / 1000;
}

/** The least of three times: what tests before left to be collected may make one of them longer. */
export async function leastCpuTime(work: () => unknown): Promise<number> {
	const times = [];
	for (let run = 0; run < 3; run++) times.push(await cpuTime(work));
	return Math.min(...times);
}
