import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CREDENTIAL_TYPE, LEANPLUM_NODE, LEANPLUM_TRIGGER, PACKAGE_NAME } from '../lib/package.mts';
import type { Stage } from '../lib/stage.mts';

interface NodeTypeView {
	name: string;
	iconUrl?: string | { light: string; dark: string };
}

async function listed<T>(stage: Stage, name: string): Promise<T[]> {
	const response = await fetch(`${stage.server.url}/types/${name}.json`, {
		headers: { cookie: stage.server.api.cookie },
	});
	return (await response.json()) as T[];
}

/** The nodes that must be in the package. */
const NODES = [LEANPLUM_NODE, LEANPLUM_TRIGGER];

/** Packed, installed by hand, loaded. */
export function installedStep(stage: () => Stage): void {
	describe('The packed nodes, installed in a fresh n8n', () => {
		it('loads every node of the package, with an icon for light and one for dark', async () => {
			const types = await listed<NodeTypeView>(stage(), 'nodes');
			const ours = types.filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`));
			for (const name of NODES) {
				const type = ours.find((one) => one.name === name);
				assert.ok(type, `${name} is offered`);
				assert.ok(typeof type.iconUrl === 'object', `${name} has two icons`);
				for (const url of Object.values(type.iconUrl)) {
					const icon = await fetch(`${stage().server.url}/${url}`);
					assert.equal(icon.status, 200, url);
					assert.match(await icon.text(), /<svg/);
				}
			}
		});

		it('offers the node also as a tool for AI agents', async () => {
			const types = await listed<NodeTypeView>(stage(), 'nodes');
			assert.ok(types.some(({ name }) => name === `${LEANPLUM_NODE}Tool`));
		});

		it('loads the credential type', async () => {
			const types = await listed<{ name: string }>(stage(), 'credentials');
			assert.ok(types.some(({ name }) => name === CREDENTIAL_TYPE));
		});

		it('is loaded without a word in the log of n8n', async () => {
			const lines = (await stage().server.log()).split('\n');
			const complaints = lines.filter((line) => /warn|error/i.test(line) && /leanplum/i.test(line));
			assert.deepEqual(complaints, []);
		});
	});
}
