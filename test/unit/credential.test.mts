import { credentialObjection } from '../../nodes/Leanplum/transport/credential';
import type { KeyClass, LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';

const credential: LeanplumCredential = {
	appId: 'app_1',
	clientKey: 'prod_1234',
	apiUrl: ' https://api.leanplum.com/api ',
};

/** What is said against a credential, with the given changes, for the purpose of exporting a user. */
function objectionTo(changes: Partial<LeanplumCredential>, ...needed: KeyClass[]) {
	return credentialObjection({ ...credential, ...changes }, 'Exporting a user', needed);
}

describe('a credential', () => {
	it('will do when it has what the calls need', () => {
		expect(objectionTo({}, 'production', 'production')).toBeUndefined();
		expect(objectionTo({ dataExportApiKey: 'export_1234' }, 'dataExport')).toBeUndefined();
	});

	it('lacks a key: the message names it and what it is for', () => {
		expect(objectionTo({}, 'dataExport')).toEqual({
			message: 'Exporting a user needs the Data Export Key',
			description: expect.stringMatching(/^Nothing was sent\. Add the Data Export Key/),
			failure: { cause: 'credential-invalid' },
		});
	});

	it('lacks several keys: the message names each once', () => {
		const { message } = objectionTo({}, 'dataExport', 'development', 'dataExport')!;
		expect(message).toBe('Exporting a user needs the Data Export Key and the Development Key');
	});

	it.each(['', '  ', undefined])('lacks the app id when it is %p', (appId) => {
		const objection = objectionTo({ appId: appId as string }, 'production');
		expect(objection).toMatchObject({
			message: 'The App ID is missing from the Leanplum credential',
			failure: { cause: 'credential-invalid' },
		});
	});

	it('leads to an address that would give the keys away', () => {
		const objection = objectionTo({ apiUrl: 'http://api.leanplum.com/api' }, 'production');
		expect(objection).toMatchObject({
			message: expect.stringContaining('must start with https://'),
			failure: { cause: 'credential-invalid' },
		});
	});

	it('holds a key that is too short to be one', () => {
		const { message } = objectionTo({ clientKey: 'prod_1' }, 'production')!;
		expect(message).toMatch(/^The Client Key .* is too short/);
	});

	it('has no API URL', () => {
		const { message } = objectionTo({ apiUrl: undefined as never }, 'production')!;
		expect(message).toMatch(/^The API URL is missing/);
	});

	it('has a number for an App ID, as an expression may make it', () => {
		expect(objectionTo({ appId: 123 as never }, 'production')).toBeUndefined();
	});
});
