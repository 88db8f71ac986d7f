import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CredentialTest } from '../lib/api.mts';
import { CREDENTIAL_TYPE } from '../lib/package.mts';
import type { Stage } from '../lib/stage.mts';

const KEYS = {
	clientKey: 'Client Key',
	dataExportApiKey: 'Data Export Key',
	contentReadOnlyApiKey: 'Content Read-Only Key',
	developmentApiKey: 'Development Key',
} as const;

/** n8n's own test of a credential, with right and wrong values. */
export function credentialStep(stage: () => Stage): void {
	async function tested(change: Record<string, string> = {}): Promise<CredentialTest> {
		const { server, credential } = stage();
		const data = { ...credential.data, ...change };
		return await server.api.testCredential(credential.id, credential.name, CREDENTIAL_TYPE, data);
	}

	describe("n8n's test of the credential", () => {
		it('passes with the right keys and names each key that it tried', async () => {
			const { status, message } = await tested();
			assert.equal(status, 'OK');
			for (const label of Object.values(KEYS)) assert.ok(message.includes(label), label);
		});

		for (const [field, label] of Object.entries(KEYS)) {
			it(`fails with a wrong ${label} and names it`, async () => {
				const { status, message } = await tested({ [field]: 'none-of-the-keys' });
				assert.equal(status, 'Error');
				assert.match(message, new RegExp(`rejected the ${label}\\.`));
			});
		}

		it('fails with a wrong App ID and names it', async () => {
			const { status, message } = await tested({ appId: 'app_wrong' });
			assert.equal(status, 'Error');
			assert.match(message, /find the App ID/);
		});

		it('fails with an API URL that nobody answers and says so', async () => {
			const { status, message } = await tested({ apiUrl: 'http://127.0.0.1:9/api' });
			assert.equal(status, 'Error');
			assert.match(message, /API URL \S+ can.t be reached/);
		});
	});
}
