import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';

/** What the model passes for each request: as asked, without the values, empty, and as text. */
const ARGUMENTS: Record<string, object> = {
	'Greet ada.': { userId: 'ada', values: { firstName: 'Ada' } },
	'Greet grace.': { userId: 'grace' },
	'Greet alan.': { userId: 'alan', values: {} },
	'Greet edsger.': { userId: 'edsger', values: '{"firstName": "Edsger"}' },
	'Greet barbara.': { userId: 'barbara', values: '' },
	// Nothing can come of these.
	'Greet nobody.': { userId: '' },
	'Greet with words.': { userId: 'ada', values: 'her first name' },
	'Greet the rejected one.': { userId: 'rejected' },
};

const example: Example = {
	async prepare({ admin, appId }) {
		await admin.seedUsers(appId, ['ada', 'grace', 'alan', 'edsger', 'barbara', 'rejected'], {
			withDevice: true,
		});
		const fault = { kind: 'itemError' as const, userId: 'rejected', message: 'Not today' };
		await admin.fault({ appId, times: null, fault });
	},
	surround({ admin, appId }) {
		return Promise.resolve({
			async check(_run, again) {
				const told = async (message: string) => {
					const run = await again(message);
					return String(run.json('Agent')[0]?.output);
				};
				for (const message of ['Greet grace.', 'Greet alan.', 'Greet edsger.', 'Greet barbara.']) {
					assert.match(await told(message), /"status":\s*"done"/, message);
				}
				assert.match(await told('Greet nobody.'), /User ID/);
				assert.match(await told('Greet with words.'), /JSON/);
				assert.match(await told('Greet the rejected one.'), /Not today/);

				const sent = await admin.sent(appId);
				assert.deepEqual(
					sent.map(({ userId, values = {} }) => [userId, values]),
					[
						['ada', { firstName: 'Ada' }],
						['grace', {}],
						['alan', {}],
						['edsger', { firstName: 'Edsger' }],
						['barbara', {}],
					],
				);
			},
		});
	},
	start: {
		kind: 'chat',
		message: 'Greet ada.',
		toolArguments: (message) =>
			Object.entries(ARGUMENTS).find(([asked]) => message.includes(asked))![1],
	},
	timeoutMs: 120_000,
	outputs: { Agent: { items: 1 } },
	requests: 1,
	done: { sendMessage: 1 },
	async check({ admin, appId }, run) {
		const [sent] = await admin.sent(appId);
		assert.equal(sent?.userId, 'ada');
		assert.deepEqual(sent.values, { firstName: 'Ada' });
		assert.match(String(run.json('Agent')[0]?.output), /"status":\s*"done"/);
	},
};

export default example;
