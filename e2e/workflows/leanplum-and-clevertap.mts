import assert from 'node:assert/strict';
import type { MigrationInput } from 'leanplum-sandbox';
import { startCleverTap, type CleverTap } from '../lib/cleverTap.mts';
import type { Example, ExampleWorld } from '../lib/example.mts';
import type { RunView } from '../lib/runView.mts';
import { atStandIn, startStandIn } from '../lib/standIn.mts';
import type { WorkflowNode } from '../lib/api.mts';

const CONTACTS = [
	{
		userId: 'ada',
		attributes: { email: 'ada@example.com', plan: 'gold', birthday: '1990-05-31' },
		events: [{ name: 'Order', value: 9.5, time: 1_700_000_000, params: { shop: 'web' } }],
	},
	{ userId: 'grace', attributes: { email: 'not an email', plan: 'free' } },
	{
		userId: 'alan',
		attributes: { Age: 'unknown' },
		events: [{ name: 'Stayed', time: 1_700_000_100 }],
	},
	{ userId: 'device-9', deviceId: 'device-9', attributes: { plan: 'free' } },
];
const EVENTS = 2;

/** The Settings node with one value changed, as a person changes it. */
function withSetting(name: string, value: unknown) {
	return (node: WorkflowNode): WorkflowNode => {
		const settings = JSON.parse(String(node.parameters.jsonOutput)) as Record<string, unknown>;
		const jsonOutput = JSON.stringify({ ...settings, [name]: value });
		return { ...node, parameters: { ...node.parameters, jsonOutput } };
	};
}

interface Report {
	counts: Record<string, number>;
	problems: { userId: string; result: string; why: string }[];
}

const reportOf = (run: RunView) => run.json('Report')[0] as unknown as Report;

/** Leanplum at one step of the move, and CleverTap with these faults; then the workflow once more. */
async function at(
	phase: MigrationInput['phase'],
	{ admin, appId }: ExampleWorld,
	cleverTap: CleverTap,
	again: () => Promise<RunView>,
	faults: object[] = [],
) {
	await admin.putMigration(appId, { phase });
	await admin.clearRequests(appId);
	const before = await cleverTap.control({ faults });
	const run = await again();
	const after = await cleverTap.control();
	const requests = await admin.requests(appId);
	const sent = requests.flatMap(({ actions }) => actions).map(({ action }) => action);
	return {
		report: reportOf(run),
		newEvents: after.events.slice(before.events.length),
		profiles: after.profiles,
		tracked: run.json('Track Event').map(({ status }) => status),
		uploads: after.uploads.slice(before.uploads.length),
		sent: (action: string) => sent.filter((one) => one === action).length,
	};
}

/**
 * With a stand-in of CleverTap in a process of its own. Only the hosts are others than in the file; what
 * counts is what the stand-in and the sandbox stored.
 */
const example: Example = {
	async surround(world) {
		const cleverTap = await startCleverTap();
		const crm = await startStandIn(() => ({ contacts: CONTACTS }));
		return {
			credentials: { httpCustomAuth: cleverTap.credential },
			replace: {
				'Get Contacts': atStandIn(crm.url),
				Settings: withSetting('cleverTapUrl', cleverTap.url),
			},
			async check(_run, again) {
				const untouched = await cleverTap.control();
				assert.deepEqual(untouched.uploads, [], 'nothing goes to CleverTap before the move');

				// Both: profiles may be written twice, events are left to Leanplum.
				const both = await at('duplicate', world, cleverTap, again);
				assert.deepEqual(both.profiles.ada, {
					Email: 'ada@example.com',
					plan: 'gold',
					birthday: '$D_644112000',
				});
				assert.deepEqual(both.profiles.grace, { plan: 'free' }, 'the invalid email is left out');
				assert.equal(both.profiles['device-9'], undefined, 'anonymous users make no profile');
				assert.deepEqual(both.newEvents, [], 'Leanplum forwards events');
				assert.equal(both.sent('setUserAttributes'), CONTACTS.length);
				assert.equal(both.sent('track'), EVENTS);
				const rejected = both.report.problems.filter(({ result }) => result === 'failed');
				assert.deepEqual(
					rejected.map(({ userId }) => userId),
					['alan'],
				);
				assert.match(rejected[0]!.why, /^520: /);

				// A lost reply: profiles go again, once they are stored twice nothing is different.
				const lost = await at('duplicate', world, cleverTap, again, [{ loseReply: true }]);
				assert.equal(lost.uploads.length, 2);
				assert.deepEqual(lost.profiles, both.profiles);

				// CleverTap is busy at first: the same batch again.
				const busy = await at('duplicate', world, cleverTap, again, [{ status: 429 }]);
				assert.deepEqual(busy.profiles, both.profiles);
				assert.deepEqual(busy.newEvents, []);
				assert.equal(busy.report.counts.unknown, undefined);

				// CleverTap alone, busy at first: the same batch again, and one batch at a time.
				const alone = await at('cleverTap', world, cleverTap, again, [{ status: 429 }]);
				assert.equal(alone.sent('setUserAttributes') + alone.sent('track'), 0);
				assert.deepEqual(
					alone.newEvents.map(({ identity, name, ts }) => ({ identity, name, ts })),
					[{ identity: 'ada', name: 'Order', ts: 1_700_000_000 }],
				);
				assert.ok(alone.uploads.every(({ inFlight }) => inFlight <= 1));
				const reserved = alone.report.problems.find(({ why }) => why.startsWith('513: '));
				assert.equal(reserved?.userId, 'alan');

				// An event whose reply is lost is stored once, and called unknown.
				const events = await at('cleverTap', world, cleverTap, again, [{}, { loseReply: true }]);
				assert.equal(events.newEvents.length, 1, 'no event is doubled');
				assert.equal(events.report.counts.unknown, EVENTS);

				// Leanplum alone, and its reply to the events is lost: they are sent once, and unknown.
				const { admin, appId } = world;
				const fault = { kind: 'drop' as const, when: 'after' as const };
				await admin.fault({ appId, match: { action: 'track' }, fault });
				const back = await at('leanplum', world, cleverTap, again);
				assert.equal(back.sent('track'), EVENTS, 'no event is sent again');
				assert.deepEqual(back.uploads, []);
				assert.deepEqual(back.tracked, ['unknown', 'unknown']);
			},
			async close() {
				await cleverTap.close();
				await crm.close();
			},
		};
	},
	start: { kind: 'schedule' },
	timeoutMs: 240_000,
	outputs: {
		Contacts: { items: CONTACTS.length },
		'Set Attributes': { items: CONTACTS.length, statuses: { done: CONTACTS.length } },
		'Track Event': { items: EVENTS, statuses: { done: EVENTS } },
		Report: { items: 1 },
	},
	// The migration state, one batch of attributes, one of events.
	requests: 3,
	done: { getMigrateState: 1, setUserAttributes: CONTACTS.length, track: EVENTS },
	check(_world, run) {
		const { counts } = reportOf(run);
		assert.deepEqual(counts, {}, 'nothing concerns CleverTap yet');
		return Promise.resolve();
	},
};

export default example;
