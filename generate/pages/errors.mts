import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { eachNode, parse, textOf, textsIn } from '../sourceTexts.mts';

interface Explained {
	readonly message: string;
	readonly description: string;
}

const NODE = 'nodes/Leanplum';

/** The page's sections, and the files whose messages they hold; the last takes all others. */
const SECTIONS: ReadonlyArray<{ title: string; see: string; files: RegExp }> = [
	{
		title: 'Requests to Leanplum',
		see: '[When something goes wrong](failures.md)',
		files: /\/operation\/explain\.ts$/,
	},
	{
		title: 'Credential',
		see: '[Credential and keys](credential-and-keys.md)',
		files: /\/(transport\/credential|action\/authorize|methods\/\w+)\.ts$/,
	},
	{
		title: 'Leanplum Trigger',
		see: '[Leanplum Trigger](trigger.md#troubleshoot)',
		files: /\/trigger\//,
	},
	{
		title: 'Exports, files, and imports',
		see: '[Exports](exports.md), [Files and imports](files-and-imports.md)',
		files: /\/(resources\/(export|file|import)|csv|transport)\/|\/run\/createTools\.ts$/,
	},
	{ title: 'Other messages', see: '[When something goes wrong](failures.md)', files: /./ },
];

/** Files whose texts are whole sentences that a user reads. */
const SENTENCES = [`${NODE}/methods/credentialTest.ts`, `${NODE}/protocol/action/authorize.ts`];

const property = (node: ts.ObjectLiteralExpression, name: string) => {
	const found = node.properties.find((one) => one.name?.getText() === name);
	return found && ts.isPropertyAssignment(found) ? textOf(found.initializer) : undefined;
};

/** The messages of a file with what they say to do: object literals that have both. */
function explainedIn(file: string): Explained[] {
	const found: Explained[] = [];
	eachNode(parse(file), (node) => {
		if (!ts.isObjectLiteralExpression(node)) return;
		const message = property(node, 'message');
		const description = property(node, 'description');
		const says = (text = '') => /\p{L}+ \p{L}+/u.test(text);
		if (says(message) && says(description)) {
			found.push({ message: message!, description: description! });
		}
	});
	return found;
}

/** A text in Markdown, in which angle brackets are not HTML. */
const plain = (text: string) => text.replaceAll('<', '\\<').replaceAll('*', '\\*');

const files = () =>
	readdirSync(NODE, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => `${NODE}/${file.replaceAll('\\', '/')}`)
		.sort();

function sectionsOf(): string[] {
	const rest = new Set(files());
	return SECTIONS.flatMap(({ title, see, files: pattern }) => {
		const own = [...rest].filter((file) => pattern.test(file));
		own.forEach((file) => rest.delete(file));
		const messages = new Map(
			own.flatMap(explainedIn).map(({ message, description }) => [message, description]),
		);
		const sentences = own
			.filter((file) => SENTENCES.includes(file))
			.flatMap(textsIn)
			.map(({ text }) => text)
			.filter(
				(text) =>
					/^\p{Lu}.*[.…]$/u.test(text) && text.split(' ').length > 3 && !text.startsWith('Copy it'),
			);
		return [
			`## ${title}`,
			...[...messages].flatMap(([message, description]) => [
				`### ${plain(message)}`,
				plain(description),
			]),
			...(sentences.length > 0
				? [
						'### Credential test, and HTTP Request node',
						[...new Set(sentences)].map((text) => `- ${plain(text)}`).join('\n'),
					]
				: []),
			`See also: ${see}`,
		];
	});
}

/** Leanplum's own words, which stand in a message, a `warning`, or `leanplumMessage` (reference, errors). */
const LEANPLUM_SAYS = [
	[
		'User not found; request skipped',
		'Leanplum has no user with this ID. The item is skipped. To create users, set **If User Not Found** to **Create the User**.',
	],
	[
		'Message entity not found',
		"The message doesn't exist, isn't started, doesn't have Manual delivery, or belongs to another app.",
	],
	[
		'Past event detected',
		"The event's **Time** is more than one year ago. Leanplum replaces it with the current time.",
	],
	[
		'Invalid access key',
		"The key is wrong, or it's the wrong kind of key for this action. Test the credential.",
	],
	['Invalid app/user combination', "The app doesn't have this user, or the item has no ID."],
	['You cannot export data older than 60 days', 'Select a later **Start Date**.'],
	[
		'Request failed due to concurrent requests to the same profile ID',
		'Something else is sending requests for this user. The node retries automatically. See [Scaling](scaling.md#one-user-never-in-parallel).',
	],
];

/** The page docs/errors.md: each message that the node can show, from the code. */
export function errorsPage(): string {
	return `${[
		'# Error messages',
		'Find the message on your screen, and what to do about it. Search this page for the first words of the message.',
		'Generated from the code by `npm run docs`. Don\'t edit this file. "…" stands for a name, a value, or Leanplum\'s own words.',
		'If a message names a field and says what the value must be, see [Values](values.md) for the rules. Nothing is sent for an item with an invalid value.',
		'## Messages from Leanplum',
		"These are Leanplum's own words. They follow the node's message, or are in the item's `warning`.",
		[
			'| Leanplum says | What it means |',
			'| --- | --- |',
			...LEANPLUM_SAYS.map((cells) => `| ${cells.join(' | ')} |`),
		].join('\n'),
		...sectionsOf(),
	].join('\n\n')}\n`;
}
