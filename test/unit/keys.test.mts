import { KEYS, keyOf, type LeanplumCredential } from '../../nodes/Leanplum/protocol/keys';

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
		expect(keyOf(credential, keyClass)).toBe(key);
		expect(KEYS[keyClass].label).toBe(label);
	});

	it.each(['', '   ', undefined])('lacks one that is filled in with %p', (blank) => {
		const lacking = { ...credential, dataExportApiKey: blank };
		expect(keyOf(lacking, 'dataExport')).toBeUndefined();
	});

	it('is forgiving about blanks that were copied along', () => {
		expect(keyOf({ ...credential, clientKey: ' prod_1\n' }, 'production')).toBe('prod_1');
	});
});
