import { startSandboxProcess } from '../tools/sandboxProcess.mts';
import { installNodesBase } from './contenders/nodesBase.mts';
import { measure } from './measure/process.mts';
installNodesBase();
const [w, l, runs, ...cs] = process.argv.slice(2);
const sandbox = await startSandboxProcess();
for (const c of cs) {
	const t = Date.now();
	try {
		for (const f of await measure({
			contender: c as never,
			workload: w as never,
			latencyMs: Number(l),
			runs: Number(runs),
			warmUp: { runs: c.startsWith('http') ? 1 : 5, items: c === 'httpInLoop' ? 50 : 1000 },
			sandbox,
		}))
			console.log(c, JSON.stringify(f));
	} catch (e) {
		console.log(c, 'FAILED', String((e as Error).message).slice(0, 1500));
	}
	console.log(Date.now() - t, 'ms');
}
await sandbox.stop();
