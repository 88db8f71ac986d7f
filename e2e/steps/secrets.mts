import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressesWithKey, allKeys, filesUnder, placesWith, type Place } from '../lib/secrets.mts';
import type { SandboxProcess } from '../../testkit/sandboxProcess.mts';

export interface SecretsScope {
	sandbox: SandboxProcess;
	/** Folder of all that n8n wrote. */
	folder: string;
	/** A text that must be found, because it stands in the data of executions. */
	knownText: string;
	/** What lies elsewhere, such as the content of a database server. */
	elsewhere?: () => Promise<Place[]>;
}

/** Looks for keys in everything that is left behind; to be run last. */
export function secretsStep(scope: () => SecretsScope): void {
	describe('No key is to be found after all that', () => {
		let places: Place[] = [];
		let keys: string[] = [];

		it('finds what it looks for: a user of an execution stands in what n8n stored', async () => {
			const { folder, sandbox, elsewhere, knownText } = scope();
			places = [...(await filesUnder(folder)), ...((await elsewhere?.()) ?? [])];
			keys = await allKeys(sandbox.admin);
			assert.ok(keys.length >= 4, 'there are keys to look for');
			assert.notDeepEqual(placesWith([knownText], places), []);
			const logs = places.filter(({ name }) => name.endsWith('.log'));
			assert.notDeepEqual(placesWith(['leanplum'], logs), [], 'the log is among them');
		});

		it("no key in n8n's logs, database, execution data or files", () => {
			assert.deepEqual(placesWith(keys, places), []);
		});

		it('no key in the address of any request that Leanplum saw', async () => {
			const { admin } = scope().sandbox;
			assert.ok((await admin.requests()).length > 0, 'Leanplum saw requests');
			assert.deepEqual(await addressesWithKey(admin), []);
		});
	});
}
