import { startSandboxProcess } from '../tools/sandboxProcess.mts';
import { measure } from './measure/process.mts';
const [w, l, runs, c, warm = '3'] = process.argv.slice(2);
const sandbox = await startSandboxProcess();
for (const f of await measure(
	{
		contender: c as never,
		workload: w as never,
		latencyMs: Number(l),
		runs: Number(runs),
		warmUp: { runs: +warm, items: 1000 },
		sandbox,
	},
	['--cpu-prof', '--cpu-prof-dir=/tmp/bx/prof'],
))
	console.log(c, JSON.stringify(f));
await sandbox.stop();
