import assert from 'node:assert/strict';
import type { N8nApi } from '../lib/api.mts';
import { startCleverTap } from '../lib/cleverTap.mts';
import type { Example } from '../lib/example.mts';

const profileOf = (identity: string) => ({
	type: 'profile',
	identity,
	profileData: { plan: 'gold' },
});

/** What the privacy tool gets for a request to erase a user. */
async function ask({ url }: N8nApi, userId: string, status = 200) {
	const response = await fetch(`${url}/webhook/gdpr-erasure`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: 'Bearer privacy' },
		body: JSON.stringify({ requestId: `R of ${userId}`, userId }),
	});
	assert.equal(response.status, status);
	return (await response.json()) as Record<string, unknown>;
}

const example: Example = {
	async surround({ admin, appId, api }) {
		const cleverTap = await startCleverTap();
		const users = ['ada', 'edsger', 'grace', 'alan', 'barbara'];
		await cleverTap.control({ upload: users.map(profileOf) });
		/** The users whom CleverTap still has. */
		const left = async () => Object.keys((await cleverTap.control()).profiles);
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
				assert.deepEqual(await left(), users, 'CleverTap is left alone before the move');
				await admin.putMigration(appId, { phase: 'duplicate' });
				assert.equal((await ask(api, ' edsger ')).cleverTap, 'deleted');
				assert.deepEqual(await left(), ['ada', 'grace', 'alan', 'barbara']);

				// CleverTap alone. It is busy, and a reply is lost: the same user again.
				await admin.putMigration(appId, { phase: 'cleverTap' });
				await admin.seedUsers(appId, ['grace', 'alan', 'barbara']);
				await cleverTap.control({ deletionFaults: [{ status: 429 }, { loseReply: true }] });
				assert.equal((await ask(api, 'grace')).cleverTap, 'deleted');
				assert.deepEqual(await left(), ['ada', 'alan', 'barbara']);

				// It says that it did nothing.
				await cleverTap.control({ deletionFaults: [{ emptyFail: true }] });
				assert.equal((await ask(api, 'alan')).cleverTap, 'unknown');
				assert.deepEqual(await left(), ['ada', 'alan', 'barbara']);

				// It is out of service: no proof. Asked again, the workflow does what is missing.
				const out = { status: 500 };
				await cleverTap.control({ deletionFaults: [out, out, out] });
				await ask(api, 'barbara', 500);
				assert.equal(await admin.user(appId, 'barbara'), undefined);
				assert.deepEqual(await left(), ['ada', 'alan', 'barbara']);
				const { deleted, cleverTap: there } = await ask(api, 'barbara');
				assert.deepEqual([deleted, there], [true, 'deleted']);
				assert.deepEqual(await left(), ['ada', 'alan']);
				const { deletions } = await cleverTap.control();
				const asked = deletions.flat();
				assert.deepEqual(asked.filter((userId) => userId === 'grace').length, 3);
				assert.equal(asked.length, 1 + 3 + 1 + 4, 'each time one user');
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
		assert.ok(await admin.user(appId, 'grace'), 'a stranger erases nobody');
	},
};

export default example;
