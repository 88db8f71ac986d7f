import type { AppIdentity } from 'leanplum-sandbox';
import fc from 'fast-check';
import { startSandboxProcess, type SandboxProcess } from '../../../testkit/sandboxProcess.mts';
import { runSchedule } from './run.mts';
import { schedules, type Schedule } from './schedule.mts';

/** So many schedules run at once, each in an app of its own. */
const AT_ONCE = 8;
/** `npm run test:schedules` tries more of them. */
const COUNT = Number(process.env.SCHEDULES ?? 100);
/** Another one each time; given, a run can be repeated. */
const SEED = Number(process.env.SCHEDULES_SEED ?? Date.now() % 2 ** 31);

let sandbox: SandboxProcess;
let apps: AppIdentity[];

beforeAll(async () => {
	sandbox = await startSandboxProcess();
	apps = await Promise.all(Array.from({ length: AT_ONCE }, () => sandbox.admin.newApp()));
});

afterAll(() => sandbox.stop());

/** Runs a schedule and names it when it fails. */
async function run(app: AppIdentity, schedule: Schedule): Promise<void> {
	try {
		await runSchedule(sandbox, app, schedule);
	} catch (error) {
		throw new Error(`${(error as Error).message}\n${JSON.stringify(schedule)}`, { cause: error });
	}
}

it(
	`${COUNT} random schedules lose and double nothing (seed ${SEED})`,
	async () => {
		const several = fc.tuple(...apps.map(() => schedules));
		await fc.assert(
			fc.asyncProperty(several, async (together) => {
				// All come to their end before the next ones have the same apps.
				const runs = together.map((schedule, position) => run(apps[position]!, schedule));
				for (const result of await Promise.allSettled(runs)) {
					if (result.status === 'rejected') throw result.reason;
				}
			}),
			// The schedule that failed is named; finding a smaller one would take many minutes.
			{ numRuns: Math.ceil(COUNT / AT_ONCE), seed: SEED, endOnFailure: true },
		);
	},
	20 * 60_000,
);
