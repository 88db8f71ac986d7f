import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';

const example: Example = {
	async surround() {
		return { credentials: { httpHeaderAuth: { name: 'Authorization', value: 'Bearer privacy' } } };
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
	requests: 2,
	// Leanplum skips the export of a user whom it does not know.
	done: { deleteUser: 1 },
	async check({ admin, api, appId }, _run, response) {
		const proof = response as Record<string, unknown>;
		assert.equal(proof.requestId, 'R-7');
		assert.equal(proof.userId, 'ada');
		assert.equal(proof.deleted, true);
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
