import { startSandboxProcess } from '../tools/sandboxProcess.mts';
import { measure } from './measure/process.mts';
const [w, l, runs, ...cs] = process.argv.slice(2);
const sandbox = await startSandboxProcess();
for (const c of cs) {
	const f = await measure({
		contender: c as never,
		workload: w as never,
		latencyMs: Number(l),
		runs: Number(runs),
		warmUp: { runs: 8, items: 1000 },
		sandbox,
	});
	const s = (k: 'wallMs' | 'cpuMs' | 'memoryBytes') => f.map((x) => x[k]).sort((a, b) => a - b);
	console.log(
		c,
		w,
		'wall min',
		s('wallMs')[0]!.toFixed(1),
		'med',
		s('wallMs')[(runs as never) >> 1]!.toFixed(1),
		'cpu min',
		s('cpuMs')[0]!.toFixed(1),
		'med',
		s('cpuMs')[(runs as never) >> 1]!.toFixed(1),
		'mem',
		(s('memoryBytes')[0]! / 1e6).toFixed(1),
	);
}
await sandbox.stop();
