import { KEYS, apiKeyOf, type LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';
import { withoutKeys } from '../../nodes/Leanplum/protocol/action/withoutKeys';

const credential: LeanplumCredential = {
	appId: 'app_1',
	clientKey: 'prod_1',
	developmentApiKey: 'dev_1',
	dataExportApiKey: 'export_1',
	contentReadOnlyApiKey: 'content_1',
	apiUrl: 'https://api.leanplum.com/api',
};

describe('the keys of a credential', () => {
	it.each([
		['production', 'prod_1', 'Client Key'],
		['development', 'dev_1', 'Development Key'],
		['dataExport', 'export_1', 'Data Export Key'],
		['contentReadOnly', 'content_1', 'Content Read-Only Key'],
	] as const)('has for %s its own, known to the user as %3$s', (keyClass, key, label) => {
		expect(apiKeyOf(credential, keyClass)).toBe(key);
		expect(KEYS[keyClass].label).toBe(label);
	});

	it.each(['', '   ', undefined])('lacks one that is filled in with %p', (blank) => {
		const lacking = { ...credential, dataExportApiKey: blank };
		expect(apiKeyOf(lacking, 'dataExport')).toBeUndefined();
	});

	it('is forgiving about blanks that were copied along', () => {
		expect(apiKeyOf({ ...credential, clientKey: ' prod_1\n' }, 'production')).toBe('prod_1');
	});
});

describe('a text from outside', () => {
	const long = { ...credential, clientKey: ' prod_12345678 ', dataExportApiKey: 'export_12345678' };

	it('is freed of each key, wherever it stands', () => {
		const text = 'prod_12345678, again prod_12345678 and export_12345678';
		expect(withoutKeys(text, { ...long })).toBe('***, again *** and ***');
	});

	it('finds a key also as it is written within JSON', () => {
		const odd = { ...long, clientKey: 'prod"with\\odd characters' };
		const text = JSON.stringify({ key: odd.clientKey });
		expect(withoutKeys(text, odd)).toBe('{"key":"***"}');
	});

	it('keeps what is too short for a key', () => {
		const short = { ...long, clientKey: 'success' };
		expect(withoutKeys('{"success":true}', short)).toBe('{"success":true}');
		const shortest = { ...long, clientKey: 'response' };
		expect(withoutKeys('{"response":[]}', shortest)).toBe('{"***":[]}');
	});

	const key = 'prod_12345678';
	const encoded = (text: string) => Buffer.from(text).toString('base64');

	it.each([
		['in hex', Buffer.from(key).toString('hex')],
		['in hex of capitals', Buffer.from(key).toString('hex').toUpperCase()],
		[
			'in escapes',
			[...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
		],
		['with one escape', key.replace('5', '\\u0035')],
		['in escapes of escapes', key.replaceAll('1', '\\\\u0031')],
		['percent-encoded', [...key].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')],
		['percent-encoded twice', key.replace('_', '%255F')],
		['percent-encoded and escaped', key.replace('_', '\\u00255F')],
		['with a needless backslash', key.replace('_', '\\_')],
		['as code has it', key.replace('_', '\\x5F').replace('1', '\\u{31}').replace('2', '\\62')],
		['in HTML', key.replace('_', '&#95;').replace('1', '&#x31;').replace('2', '&amp;#50;')],
		['in HTML and escaped', key.replace('_', '\\u0026#95;')],
		['in a mail', key.replace('_', '=5F')],
	])('is freed of a key %s', (_, text) => {
		expect(withoutKeys(`{"a":"${text}"}`, { ...long })).toBe('{"a":"***"}');
	});

	it('keeps what is only like a key', () => {
		for (const text of ['prod5F12345678', 'prod-12345678', 'prod_1234567', 'prod\\5F12345678']) {
			expect(withoutKeys(text, { ...long })).toBe(text);
		}
	});

	it('is freed of a key in base64, wherever the key begins in it', () => {
		for (const before of ['', 'a', 'ab', 'abc', 'clientKey=']) {
			for (const after of ['', '&', '&x', '&xy']) {
				const clean = withoutKeys(encoded(before + key + after), { ...long });
				expect(clean).toContain('***');
				// At most its edges are left, which hold less than a character.
				expect(Buffer.from(clean, 'base64').toString()).not.toContain(key.slice(2, -2));
			}
		}
	});

	it('is freed of characters that have names in HTML', () => {
		const odd = { ...long, clientKey: '<prod>&"12\'34"' };
		const html = '&lt;prod&gt;&amp;&quot;12&apos;34&quot;';
		expect(withoutKeys(html, odd)).toBe('***');
	});

	it('is freed of a key in base64 of which signs are escaped', () => {
		const odd = { ...long, clientKey: 'dev_???>>>12345678' };
		const base64 = encoded(odd.clientKey);
		expect(base64).toMatch(/[+/]/);
		for (const signs of [
			base64,
			base64.replaceAll('+', '-').replaceAll('/', '_'),
			JSON.stringify(base64).replaceAll('/', '\\/'),
			encodeURIComponent(base64),
		]) {
			expect(withoutKeys(signs, odd)).toMatch(/^"?\*{3}"?$/);
		}
	});

	it('is freed of the webhook secret', () => {
		const secret = 'a-secret-that-somebody-made-up-12';
		expect(withoutKeys(`secret=${secret}`, { ...long, webhookSecret: secret })).toBe('secret=***');
	});
});
