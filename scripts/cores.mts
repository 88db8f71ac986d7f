/**
 * Runs the engine tests that depend on n8n's version on other versions of n8n-core:
 * `npm run test:cores -- 1.84 1.122` (all of them without arguments). With `--write` the results go to
 * docs/compatibility.md; `--maxWorkers 1` leaves room for what runs beside.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { cachedInstall } from '../testkit/cachedInstall.mts';
import { compatibilityPage, type CoreResult } from '../generate/compatibility.mts';

const RECIPES = new URL('../testkit/cores/', import.meta.url);
const CONFIG = 'testkit/cores/jest.config.js';

function run(command: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): number {
	return spawnSync(command[0]!, command.slice(1), { stdio: 'inherit', ...options }).status ?? 1;
}

/** The folder of a version of n8n-core, which is installed when it is not there. */
async function coreFolder(version: string): Promise<string> {
	return await cachedInstall(`core-${version}`, new URL(`${version}/`, RECIPES), async (folder) => {
		console.log(`Installing n8n-core ${version} (up to 400 MB, only once)`);
		const command = [
			'npm',
			'ci',
			'--ignore-scripts',
			'--no-audit',
			'--no-fund',
			'--loglevel=error',
		];
		if (run(command, { cwd: folder }) !== 0) throw new Error(`n8n-core ${version} did not install`);
	});
}

interface JestReport {
	numFailedTestSuites: number;
	testResults: Array<{ name: string; assertionResults: Array<{ status: string }> }>;
}

/** Runs the tests on the core in a folder. */
function testOn(version: string, folder: string): CoreResult {
	const report = join(tmpdir(), `leanplum-core-${version}-${process.pid}.json`);
	const jest = ['npx', 'jest', '--config', CONFIG, '--maxWorkers', values.maxWorkers];
	const status = run([...jest, '--json', '--outputFile', report], {
		env: { ...process.env, N8N_CORE: folder },
	});
	const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as JestReport;
	rmSync(report);
	const files = testResults.map(({ name, assertionResults }) => ({
		name: basename(name, '.test.mts'),
		passed: assertionResults.filter((one) => one.status === 'passed').length,
		tests: assertionResults.length,
	}));
	return { version, files, passed: status === 0 };
}

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { write: { type: 'boolean' }, maxWorkers: { type: 'string', default: '2' } },
});
const known = readdirSync(RECIPES)
	.filter((name) => /^\d/.test(name))
	.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
const chosen = known.filter(
	(version) =>
		positionals.length === 0 || positionals.some((start) => `${version}.`.startsWith(`${start}.`)),
);
if (chosen.length === 0) throw new Error(`Which versions? One or more of: ${known.join(', ')}`);

const results: CoreResult[] = [];
for (const version of chosen) {
	console.log(`\nn8n-core ${version}`);
	results.push(testOn(version, await coreFolder(version)));
}
if (values.write) writeFileSync('docs/compatibility.md', compatibilityPage(results));
for (const { version, passed } of results)
	console.log(`${passed ? 'passed' : 'FAILED'}  n8n-core ${version}`);
if (results.some(({ passed }) => !passed)) process.exitCode = 1;
