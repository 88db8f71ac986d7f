import {
	KEYS,
	apiKeyOf,
	withoutKeys,
	type LeanplumCredential,
} from '../../nodes/Leanplum/protocol/action/keys';

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
		expect(withoutKeys(text, long)).toBe('***, again *** and ***');
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
});
