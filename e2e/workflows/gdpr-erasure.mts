import assert from 'node:assert/strict';
import type { N8nApi } from '../lib/api.mts';
import { startCleverTap } from '../lib/cleverTap.mts';
import type { Example } from '../lib/example.mts';

const profileOf = (identity: string) => ({
	type: 'profile',
	identity,
	profileData: { plan: 'gold' },
});

/** What the privacy tool gets for a request. */
async function ask({ url }: N8nApi, body: object): Promise<Record<string, unknown>> {
	const response = await fetch(`${url}/webhook/gdpr-erasure`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: 'Bearer privacy' },
		body: JSON.stringify(body),
	});
	assert.equal(response.status, 200);
	return (await response.json()) as Record<string, unknown>;
}

const example: Example = {
	async surround({ admin, appId, api }) {
		const cleverTap = await startCleverTap();
		await cleverTap.control({ upload: [profileOf('ada'), profileOf('edsger')] });
		return {
			credentials: {
				httpHeaderAuth: { name: 'Authorization', value: 'Bearer privacy' },
				httpCustomAuth: cleverTap.credential,
			},
			replace: {
				'Delete in CleverTap': (node) => ({
					...node,
					parameters: { ...node.parameters, url: `${cleverTap.url}/1/delete/profiles.json` },
				}),
			},
			async check() {
				const { profiles } = await cleverTap.control();
				assert.ok(profiles.ada, 'nothing is deleted in CleverTap while the app does not move');
				await admin.putMigration(appId, { phase: 'duplicate' });
				const proof = await ask(api, { requestId: 'R-9', userId: 'edsger' });
				assert.equal(proof.cleverTap, 'deleted');
				const left = await cleverTap.control();
				assert.deepEqual(Object.keys(left.profiles), ['ada']);
			},
			close: cleverTap.close,
		};
	},
	start: {
		kind: 'webhook',
		path: 'gdpr-erasure',
		headers: { authorization: 'Bearer privacy' },
		body: { requestId: 'R-7', userId: 'ada' },
	},
	outputs: {
		'Delete User': { items: 1, statuses: { done: 1 } },
		'Look Again': { items: 1, statuses: { notFound: 1 } },
		Proof: { items: 1 },
	},
	requests: 3,
	// Leanplum skips the export of a user whom it does not know.
	done: { deleteUser: 1, getMigrateState: 1 },
	async check({ admin, api, appId }, _run, response) {
		const proof = response as Record<string, unknown>;
		assert.equal(proof.requestId, 'R-7');
		assert.equal(proof.userId, 'ada');
		assert.equal(proof.deleted, true);
		assert.equal(proof.cleverTap, 'not used');
		assert.ok(Date.parse(String(proof.fullyErasedBy)) > Date.parse(String(proof.verifiedAt)));
		assert.equal(await admin.user(appId, 'ada'), undefined, 'the user is gone');
		const [request] = await admin.requests(appId, 'deleteUser');
		assert.equal(request?.actions[0]?.args.fullErasure, true);
		const stranger = await fetch(`${api.url}/webhook/gdpr-erasure`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ requestId: 'R-8', userId: 'grace' }),
		});
		assert.equal(stranger.status, 403, 'only the privacy tool may ask');
		assert.ok(await admin.user(appId, 'grace'));
	},
};

export default example;
