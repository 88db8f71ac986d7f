import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/leanplum-api.md'), 'utf8');

/** The first column of the page's table of sources. */
const TABLE = PAGE.slice(PAGE.indexOf('\n## Sources'), PAGE.indexOf('\n# Part A'));
const SOURCES = new Set([...TABLE.matchAll(/^\| `([^`]+)`\s*\|/gm)].map(([, code]) => code!));
/** The sections that the page has, such as `A.4` or `1.5`. */
const SECTIONS = new Set(
	[...PAGE.matchAll(/^(?:#+ |\*\*)((?:[A-Z]\.)?\d+(?:\.\d+)?)\b/gm)].map(([, section]) => section!),
);

/** Capitals that comments use as ordinary words. */
const WORDS = new Set(
	`AI API ASCII BOM CDN CI CLI CORS CPU CR CRLF CRM CSP CSS CSV DEL DNS DST ECMA EOF EOL EU FAILED
	FINISHED GCS GDPR GET GMT HTML HTTP HTTPS IANA ID IEEE IDS IP ISO IV JSON JWT LF MB MD NBSP NDJSON
	NUL OK OPTIONS PATCH PDF PDT PEM PENDING PID POST PR PST PUT RFC RUNNING SDK SHA SI SMS SQL SSL SSRF
	SVG TCP TLS TTL TZ UI URI URL URLS US UTC UTF UX WCAG WHATWG XLSX XML XSS YAML YYYY MM DD HH SS YARA
	YYYYMMDD`.split(/\s+/),
);

const files = execFileSync(
	'git',
	['ls-files', 'nodes', 'credentials', 'sandbox', 'testkit', 'generate', 'test'],
	{ cwd: ROOT, encoding: 'utf8' },
)
	.split('\n')
	.filter((file) => /\.m?ts$/.test(file) && !file.endsWith('sources.test.mts'));

/** The comments of a file. */
function commentsOf(file: string): string[] {
	const text = readFileSync(join(ROOT, file), 'utf8');
	return text.match(/\/\*\*?[\s\S]*?\*\/|(?<=^|\s)\/\/ .*$/gm) ?? [];
}

/** What a comment cites: pages by `D:page`, other sources in parentheses or after them by their code. */
function codesIn(comment: string): string[] {
	const pages = [...comment.matchAll(/\b([A-Z]{1,3}):[a-z0-9]/g)].map(([, code]) => `${code}:`);
	const cited = [...comment.matchAll(/\(([^()]*)\)/g)].flatMap(([, inner]) =>
		(inner!.match(/(?<![\w:.'"/{-])[A-Z]{2,5}\d?(?:-h)?(?![\w:'"/}.-])/g) ?? []).filter(
			(code) => !WORDS.has(code),
		),
	);
	return [...pages, ...cited].map((code) => (code === 'AE:' ? 'AE' : code));
}

describe('Sources of facts about Leanplum', () => {
	it('are listed with every code that a comment cites', () => {
		expect(SOURCES.size).toBeGreaterThan(30);
		const cited = files.flatMap((file) =>
			commentsOf(file).flatMap((comment) => codesIn(comment).map((code) => ({ file, code }))),
		);
		expect(cited.length).toBeGreaterThan(100);
		expect(cited.filter(({ code }) => !SOURCES.has(code))).toEqual([]);
	});

	it('have each section that a comment refers to', () => {
		const referred = files.flatMap((file) =>
			commentsOf(file).flatMap((comment) =>
				[...comment.matchAll(/\breference ((?:[A-Z]\.)?\d+(?:\.\d+)?)/g)].map(([, section]) => ({
					file,
					section: section!,
				})),
			),
		);
		expect(referred.length).toBeGreaterThan(5);
		expect(referred.filter(({ section }) => !SECTIONS.has(section))).toEqual([]);
	});
});
