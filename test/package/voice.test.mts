import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { notesIn, proseIn, textsIn, type SourceText } from '../../generate/sourceTexts.mts';

const ROOT = resolve(__dirname, '../..');

/** Where a pattern holds: the node's texts, the sandbox's and the demo's, and the pages. */
type Scope = 'editor' | 'tools' | 'docs';

const inFolder = (folder: string, ending: string) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending) && !/(^|[\\/])(node_modules|dist)[\\/]/.test(file))
		.map((file) => join(ROOT, folder, file));

const inRoot = (...files: string[]) => files.map((file) => join(ROOT, file));

const TEXTS: Readonly<Record<Scope, () => SourceText[]>> = {
	editor: () => [
		...[...inFolder('nodes', '.ts'), ...inFolder('credentials', '.ts')].flatMap(textsIn),
		...inFolder('docs/workflows', '.json').flatMap(notesIn),
	],
	tools: () =>
		[
			...inFolder('sandbox/inspector', '.mts'),
			...inFolder('demo', '.mts'),
			...inRoot('sandbox/src/cli.mts', 'e2e/editor.mts'),
		].flatMap(textsIn),
	docs: () =>
		[
			...inRoot('README.md', 'CHANGELOG.md', 'SECURITY.md', 'CONTRIBUTING.md'),
			...inRoot('sandbox/README.md', 'e2e/README.md'),
			...inFolder('docs', '.md'),
		].flatMap(proseIn),
};

const ALL: readonly Scope[] = ['editor', 'tools', 'docs'];
const NO_DOCS: readonly Scope[] = ['editor', 'tools'];

/** Phrases that make a reader solve a sentence, and British words, with what to write instead. */
const PATTERNS: ReadonlyArray<[RegExp, instead: string, scopes?: readonly Scope[]]> = [
	[/\bwhat (?:has |had )?(?:becomes?|became|become) of\b/i, 'result'],
	[/\bby (?:itself|themselves)\b/i, 'automatically, or nothing'],
	[/\b(?:of|by|to|for|with|in|on|at|from|after|under|about) which\b/i, 'two sentences', NO_DOCS],
	[/\bwhom\b|\bfor whose\b/i, 'the user'],
	[/\bbehind (?:it|a|an|the|them|that)\b/i, 'after'],
	[/\bat once\b/i, 'immediately, or at the same time'],
	[/\bremark(?:s|ed)?\b/i, 'warning'],
	[/\b(?:comes? out|came out)\b/i, 'returns'],
	[/\bgiven up\b/i, 'stops'],
	[/\bsurely\b|\bquite sure\b|\bon a doubt\b/i, 'definitely, or nothing'],
	[/\bsuch as by default\b|\bone of (?:its|their) kind\b/i, 'the default, unique'],
	[/\b(?:is|are|be|was|were|not) told\b/i, 'knows, gets'],
	[/\btells? (?:more|which|what|how|who|the state|in one)\b/i, 'shows'],
	[/\b(?:goes?|going) on\b(?! the\b)/i, 'continues'],
	[/\bsays? so\b/i, 'names it'],
	[/\b(?:no|any|every)body\b/i, 'no one, users'],
	[/\b(?:is|are|was|were) to (?:be|take|do|work|show|give|make)\b/i, 'must, should'],
	[/\b(?:do|does) (?:no )?harm\b/i, 'safe to retry'],
	[/\bunder way\b/i, 'in progress'],
	[/\b(?:break|breaks|broke|broken) (?:off|down)\b|\bconnection (?:breaks|broke)\b/i, 'lost'],
	[/(?<![Tt]here )\b(?:is|are|was) (?:no|none)\b(?! longer)/i, "isn't"],
	[/\b(?:is|are) there (?:twice|already)\b/i, 'appears twice, exists'],
	[/\balso (?:when|if|for|what|by|after|while|variables|older|the rest|drafts)\b/i, 'even if'],
	[/\bat the moment\b|\bin (?:that|the same) moment\b/i, 'now'],
	[/\b(?:lies?|lay) (?:in|on|at|with|before|beside)\b/i, 'is'],
	[/\btaken? back\b|\btakes? (?:the user|them) back\b|\bundone by\b/i, 'cannot be undone'],
	[/\b(?:takes?|gets?|wants?) no more\b|\btakes? up (?!to\b)/i, 'rejects'],
	[/\bas (?:it|they) (?:is|are|comes?|came|stands?|were)\b/i, "doesn't change"],
	[/\bswitch(?:ed|es)? (?:\S+ ){0,4}?(?:on|off)\b/i, 'turn on, publish'],
	[/\b(?:begins?|began|begun)\b/i, 'start', NO_DOCS],
	[/\b(?:lanes?|culprit|strikes?|struck)\b|\bthe rooms\b/i, 'a plain word'],
	[
		/\b(?:anew|rightful|dearer|see(?:s)? to it|thereof|whereby|shall|hence|thus|whilst|provided that|in good order|sign of life|into being|one's own|tidying up|stood in for|by hand|beside)\b/i,
		'everyday words',
	],
	[
		/\b(?:colour\w*|metres?|grey|behaviour\w*|centre\w*|recognis\w+|organis\w+|summaris\w+|misspelt|favourite\w*|cancell(?:ed|ing)|catalogue\w*|advertisements?)\b/i,
		'American spelling',
	],
	[/(?<![.$\w-])ids?\b(?![\w:])/, 'ID', ['editor', 'docs']],
	[
		/\b(?:an|your|this|several) n8n\b(?! (?:instance|workflow|server|process|node|data|database|expression|account|user|credential|version))/i,
		'n8n instance',
	],
	[/\bof n8n\b(?!'s)|\bof (?:Leanplum|n8n)'s\b(?! \w)/i, "n8n's, Leanplum's"],
	[
		/\b(?:session|state|traffic source|profile|attributes|IDs?|name|settings|variables) of (?:a |the )?(?:user|device)s?\b/i,
		"the user's …",
		['editor'],
	],
	[/(?<!\b(?:[Ee]mail|IP) )\baddress(?:es|ed)?\b/i, 'URL', NO_DOCS],
	[/\bcannot\b(?! be (?:undone|restored))/i, "can't", NO_DOCS],
	[/\brepetitions?\b|\brepeat(?:s|ed)?\b/i, 'retry', ['editor']],
	[/(?<!connection )\brefus(?:e|es|ed)\b/i, 'reject', NO_DOCS],
	[/\brepl(?:y|ies)\b|\banswers?\b|\banswered\b/i, 'response', NO_DOCS],
	[/[a-z…"')]; [a-z"'I]/, 'two sentences', NO_DOCS],
	[/\bplease\b|\bdefect\b/i, 'bug, or nothing', NO_DOCS],
	[/\b(?:whichever|whoever|however often)\b/i, 'any'],
];

/** Sentences that a pattern finds although they are right, each with the reason. */
const ALLOWED: ReadonlyArray<[text: string, reason: string]> = [
	['Button colour', "a test's name in the sandbox's data, which users name as they like"],
];

describe.each(ALL)('The texts of %s', (scope) => {
	const texts = TEXTS[scope]().filter(({ text }) => !ALLOWED.some(([one]) => text.includes(one)));

	it('are found', () => expect(texts.length).toBeGreaterThan(50));

	it('are plain American English', () => {
		const found = PATTERNS.filter(([, , scopes = ALL]) => scopes.includes(scope)).flatMap(
			([pattern, instead]) =>
				texts
					.filter(({ text }) => pattern.test(text))
					.map(
						({ file, line, text }) =>
							`${relative(ROOT, file)}:${line} "${pattern.exec(text)![0]}" → ${instead}: ${text.slice(0, 160)}`,
					),
		);
		expect(found).toEqual([]);
	});
});

it('each allowed sentence is still needed', () => {
	const texts = ALL.flatMap((scope) => TEXTS[scope]());
	expect(ALLOWED.filter(([one]) => !texts.some(({ text }) => text.includes(one)))).toEqual([]);
});
