/**
 * Runs n8n's community package scanner offline: its rules on the source, and on the unpacked tarball,
 * as the official scanner does with what npm serves. Its third leg, provenance, exists only for
 * published packages. Then the rules of n8n's newest linter, without heeding exceptions in comments.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { packForNpm } from '../generate/release/pack.mts';

interface Analysis {
	passed: boolean;
	message?: string;
	details?: string;
}

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(folder: string, patterns: string[]): Promise<Analysis>;
}

// The scanner comes without types.
const { analyzePackage, SOURCE_FILE_PATTERNS } = (await import(
	'@n8n/scan-community-package/scanner/scanner.mjs' as string
)) as Scanner;

function report(what: string, analysis: Analysis): boolean {
	console.log(`${analysis.passed ? 'ok  ' : 'FAIL'} ${what}`);
	if (!analysis.passed) console.log(analysis.details ?? analysis.message ?? analysis);
	return analysis.passed;
}

/**
 * The owner chose the name of this field; the rule guesses from names which fields are secret and
 * does not know it.
 */
const ACCEPTED = {
	rule: '@n8n/community-nodes/credential-unnecessary-password',
	field: 'clientKey',
};

async function newestRules(): Promise<Analysis> {
	const results = await new ESLint({ allowInlineConfig: false }).lintFiles([
		'nodes',
		'credentials',
		'package.json',
	]);
	const complaints = results.flatMap(({ filePath, messages }) =>
		messages
			.filter(
				({ ruleId, message }) =>
					!(ruleId === ACCEPTED.rule && message.includes(`'${ACCEPTED.field}'`)),
			)
			.map(({ line, message, ruleId }) => `${filePath}:${line} ${message} (${ruleId})`),
	);
	return { passed: results.length > 0 && complaints.length === 0, details: complaints.join('\n') };
}

/** The parts of the bill of materials that is kept with a release. */
function partsOfRelease(): string[] {
	const bill = JSON.parse(
		execFileSync('npm', ['run', '--silent', 'sbom'], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	) as { components: Array<{ name: string }> };
	return bill.components.map(({ name }) => name);
}

const folder = mkdtempSync(join(tmpdir(), 'leanplum-pack-'));
try {
	const packed = packForNpm('.', folder);
	execFileSync('tar', ['xzf', join(folder, packed.filename), '-C', folder]);
	const unpacked = join(folder, 'package');

	const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Record<
		string,
		unknown
	>;
	const dependencies = Object.keys((manifest.dependencies ?? {}) as object);
	const parts = partsOfRelease();
	const results = [
		report('scanner, source', await analyzePackage(resolve('.'), SOURCE_FILE_PATTERNS)),
		report('scanner, packed tarball', await analyzePackage(unpacked, ['**/*.js', 'package.json'])),
		report('newest rules, no exceptions', await newestRules()),
		report('no runtime dependencies', {
			passed: dependencies.length === 0,
			details: dependencies.join(', '),
		}),
		report('bill of materials names no other part', {
			passed: parts.length === 0,
			details: parts.join(', '),
		}),
	];
	console.log(
		`     ${packed.filename}: ${(packed.size / 1000).toFixed(1)} kB, ${packed.entryCount} files`,
	);
	if (results.includes(false)) process.exitCode = 1;
} finally {
	rmSync(folder, { recursive: true });
}
