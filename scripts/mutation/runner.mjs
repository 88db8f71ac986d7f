/**
 * Stryker's test runner for the pure code. `@stryker-mutator/jest-runner` loads each test file that could
 * reach a change; this one only those whose tests did reach it, the quickest first, and stops at the first
 * test that fails.
 */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
	DryRunStatus,
	TestStatus,
	determineHitLimitReached,
	toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

const require = createRequire(import.meta.url);
const { readConfig } = require('jest-config');
const { default: Runtime } = require('jest-runtime');
const { default: TestRunner } = require('jest-runner');
const jestConfig = require('../../jest.config.js');
const Environment = require('./environment.js');

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const TESTS = ['test/unit', 'test/values', 'test/csv'];
/** These hold other code, or that something does not take long, and take long themselves. */
const LEFT_OUT = [
	'dialects',
	'labels',
	'longTexts',
	'cleverTapTemplate',
	'cleverTapStandIn',
	'ownContext',
];
const LEFT_OUT_TESTS = [
	'take time in proportion',
	'takes twice as long',
	'costs what docs/failures.md says',
	'is 200 for',
	'with the default options, of (?!503$|No connection|Timeouts)',
	'what did not go alone is not sent: (?!402|413|a disabled app)',
];

const CONFIG = {
	...jestConfig,
	testEnvironment: here('environment.js'),
	// The copy of the code that Stryker changes lies among packages, where no linter looks.
	transformIgnorePatterns: [],
	setupFilesAfterEnv: [here('fewerTries.mts')],
	globalSetup: null,
	globalTeardown: null,
	reporters: [],
};

/** The share of changes that `npm run mutation:sample` tries, always the same ones. */
const SHARE = Number(process.env.MUTATION_SAMPLE ?? 1);

function isInSample({ fileName, location, replacement }) {
	const change = [path.relative(process.cwd(), fileName), location, replacement];
	const hash = createHash('sha256').update(JSON.stringify(change)).digest();
	return hash.readUInt32BE() < SHARE * 2 ** 32;
}

const WATCHER = { isInterrupted: () => false };
const STATUSES = { passed: TestStatus.Success, failed: TestStatus.Failed };

function testFiles() {
	const leftOut = LEFT_OUT.map((name) => `${name}.test.mts`);
	return TESTS.flatMap((room) => readdirSync(room).map((name) => path.resolve(room, name))).filter(
		(file) => file.endsWith('.test.mts') && !leftOut.includes(path.basename(file)),
	);
}

function toTestResult(file, { fullName, status, duration, failureMessages, location }) {
	return {
		id: Environment.idOf(file, fullName),
		name: fullName,
		fileName: file,
		status: STATUSES[status] ?? TestStatus.Skipped,
		timeSpentMs: duration ?? 0,
		failureMessage: failureMessages.join(', '),
		// Stryker counts lines from 0.
		startPosition: location && { line: location.line - 1, column: location.column },
	};
}

class MutationRunner {
	/** What Stryker's changed code and this runner tell each other. */
	stryker = (globalThis.__stryker__ = {});
	/** How long each test file took when it last ran. */
	times = new Map();

	capabilities() {
		return { reloadEnvironment: true };
	}

	async init() {
		const argv = {
			$0: 'stryker',
			_: [],
			config: JSON.stringify(CONFIG),
			silent: true,
			testNamePattern: `^(?!.*(${LEFT_OUT_TESTS.join('|')}))`,
		};
		const { globalConfig, projectConfig } = await readConfig(argv, process.cwd());
		this.globalConfig = globalConfig;
		this.context = await Runtime.createContext(projectConfig, { maxWorkers: 1, watchman: false });
	}

	async dryRun() {
		const result = await this.run(testFiles(), {
			...this.globalConfig,
			testLocationInResults: true,
		});
		return { ...result, mutantCoverage: this.stryker.mutantCoverage };
	}

	async mutantRun({ activeMutant, testFilter, hitLimit }) {
		if (!isInSample(activeMutant)) return { status: 'error', errorMessage: 'is not in the sample' };
		Object.assign(this.stryker, {
			activeMutant: activeMutant.id,
			hitLimit,
			hitCount: hitLimit && 0,
		});
		Environment.wanted = new Set(testFilter);
		try {
			const files = new Set(testFilter.map((id) => path.resolve(id.slice(0, id.indexOf(': ')))));
			return toMutantRunResult(await this.run([...files], this.globalConfig));
		} finally {
			this.stryker.activeMutant = undefined;
		}
	}

	async run(files, globalConfig) {
		const tests = [];
		for (const file of files.sort((a, b) => this.timeOf(a) - this.timeOf(b))) {
			const { testExecError, testResults } = await this.runFile(file, globalConfig);
			const { hitCount, hitLimit } = this.stryker;
			const endless = determineHitLimitReached(hitCount, hitLimit);
			if (endless) return endless;
			if (testExecError)
				return { status: DryRunStatus.Error, errorMessage: String(testExecError.stack) };
			tests.push(...testResults.map((result) => toTestResult(file, result)));
			if (Environment.wanted && tests.some(({ status }) => status === TestStatus.Failed)) break;
		}
		return { status: DryRunStatus.Complete, tests };
	}

	timeOf = (file) => this.times.get(file) ?? 0;

	async runFile(file, globalConfig) {
		const runner = new TestRunner(globalConfig, {});
		const result = new Promise((resolve) => {
			runner.on('test-file-success', ([, result]) => resolve(result));
			runner.on('test-file-failure', ([, testExecError]) => resolve({ testExecError }));
		});
		const start = performance.now();
		await runner.runTests([{ path: file, context: this.context }], WATCHER, { serial: true });
		this.times.set(file, performance.now() - start);
		return await result;
	}
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'pure', MutationRunner)];
