import { isTooShort, KEYS, type LeanplumCredential } from './keys';

const MASK = '***';

/** Signs that a text may hold a secret with some of its characters escaped. */
const ESCAPED = /\\|[%=][0-9a-f]{2}|&[#a-z]/i;

/** Characters that have a name in HTML. */
const HTML_NAMES: Readonly<Record<string, string>> = {
	'"': 'quot',
	'&': 'amp',
	"'": 'apos',
	'<': 'lt',
	'>': 'gt',
};

const hexOf = (code: number, digits: number) => code.toString(16).padStart(digits, '0');

/** A sign with which an escape starts, also where JSON escapes it itself. */
const sign = (character: string) =>
	`(?:${character}|(?<=\\\\)u${hexOf(character.charCodeAt(0), 4)})`;

/**
 * Matches a secret of which any characters may be escaped, even repeatedly: as in JSON, code, a URL, HTML,
 * or mail.
 */
function escapedForm(secret: string): RegExp {
	const characters = [...secret].map((character, index) => {
		const code = character.charCodeAt(0);
		const hex = hexOf(code, 2);
		const literal = character.replace(/[^A-Za-z0-9]/g, '\\$&');
		const forms = [
			literal,
			`(?<=\\\\)(?:u${hexOf(code, 4)}|u\\{0*${hex}\\}|x${hex}|0*${code.toString(8)})`,
			`${sign('%')}(?:25)*${hex}`,
			`${sign('=')}${hex}`,
			`${sign('&')}(?:amp;)*(?:#0*${code}|#x0*${hex}|${HTML_NAMES[character] ?? `#${code}`});?`,
		];
		// Most places cannot be the start; and each backslash of a long row would be tried up to its end.
		const start = index === 0 ? `(?=[\\\\%=&${literal}])(?<!\\\\)` : '';
		return `${start}\\\\*(?:${forms.join('|')})`;
	});
	return new RegExp(characters.join(''), 'gi');
}

/**
 * The characters that base64 makes of a secret wherever it begins in a longer text: those at its edges,
 * which depend on what is beside it, are left out.
 */
function base64Forms(secret: string): string[] {
	return [0, 1, 2].flatMap((before) => {
		const encoded = Buffer.from(' '.repeat(before) + secret).toString('base64');
		const first = Math.ceil((before * 4) / 3);
		const last = Math.floor(((before + Buffer.byteLength(secret)) * 4) / 3);
		const own = encoded.slice(first, last);
		return [own, own.replace(/\+/g, '-').replace(/\//g, '_')];
	});
}

/** A secret in the forms in which a server may send it back. */
interface Secret {
	readonly fixed: readonly string[];
	readonly escaped: readonly RegExp[];
}

/** The secrets of credentials in use, whose forms take time to work out. */
const known = new WeakMap<LeanplumCredential, readonly Secret[]>();

function secretsOf(credential: LeanplumCredential): readonly Secret[] {
	const secrets = known.get(credential) ?? listSecrets(credential);
	known.set(credential, secrets);
	return secrets;
}

function listSecrets(credential: LeanplumCredential): Secret[] {
	const fields = [...Object.values(KEYS).map(({ field }) => field), 'webhookSecret'] as const;
	return fields.flatMap((field) => {
		const secret = String(credential[field] ?? '').trim();
		if (isTooShort(secret)) return [];
		const hex = Buffer.from(secret).toString('hex');
		const base64 = [...new Set(base64Forms(secret))];
		const escaped = [secret, ...base64.filter((form) => /[+/]/.test(form))].map(escapedForm);
		return [{ fixed: [secret, hex, hex.toUpperCase(), ...base64], escaped }];
	});
}

/**
 * A text from outside without the keys and the webhook secret of a credential, which a proxy or server
 * may have put into it: as they are, escaped in any way, or in base64 or hex.
 */
export function withoutKeys(text: string, credential: LeanplumCredential): string {
	let clean = text;
	for (const { fixed, escaped } of secretsOf(credential)) {
		for (const form of fixed) if (clean.includes(form)) clean = clean.replaceAll(form, MASK);
		if (!ESCAPED.test(clean)) continue;
		for (const form of escaped) clean = clean.replace(form, MASK);
	}
	return clean;
}
