import assert from 'node:assert/strict';
import type { MigrationInput } from 'leanplum-sandbox';
import { startCleverTap, type CleverTapState } from '../lib/cleverTap.mts';
import type { Example, ExampleWorld } from '../lib/example.mts';
import type { RunView } from '../lib/runView.mts';
import { atStandIn, startStandIn } from '../lib/standIn.mts';
import type { WorkflowNode } from '../lib/api.mts';

const TIME = 1_700_000_000;

interface Contact {
	userId: string;
	deviceId?: string;
	attributes: Record<string, unknown>;
	events: { name: string; time: number; value: number }[];
}

/** So many that both kinds need several requests of 1,000 records. */
const CONTACTS: Contact[] = Array.from({ length: 2_300 }, (_, n) => ({
	userId: `user-${n}`,
	attributes: { email: `user-${n}@example.com`, birthday: '1990-05-31', plan: 'gold' },
	events: Array.from({ length: n < 1_000 ? 2 : 1 }, (_event, at) => ({
		name: 'Order',
		time: TIME + at,
		value: n,
	})),
}));
CONTACTS.push({
	userId: 'device-9',
	deviceId: 'device-9',
	attributes: { plan: 'free' },
	events: [],
});
/** One of each of the three batches of profiles. */
const WRONG_AGES = ['user-7', 'user-1500', 'user-2299'];
/** One of the first and one of the third batch of events. */
const RESERVED_EVENTS = ['user-3', 'user-1703'];
for (const { userId, attributes, events } of CONTACTS) {
	if (WRONG_AGES.includes(userId)) attributes.Age = 'unknown';
	if (RESERVED_EVENTS.includes(userId)) events[0]!.name = 'Stayed';
	if (userId === 'user-1') attributes.email = 'not an email';
}
/** Few enough that n8n reads all fields of their events quickly. */
const SOME = CONTACTS.slice(0, 300);
const WITH_SOME_EVENTS = CONTACTS.map((contact, index) =>
	index < SOME.length ? contact : { ...contact, events: [] },
);
const eventsOf = (contacts: readonly Contact[]) =>
	contacts.flatMap(({ userId, events }) => events.map((event) => ({ userId, event })));
const EVENTS = eventsOf(CONTACTS);
const SOME_EVENTS = eventsOf(SOME);

/** The migration state, and attributes and events in requests for 50 users each. */
const requestsFor = (contacts: readonly Contact[]) =>
	1 +
	Math.ceil(contacts.length / 50) +
	Math.ceil(new Set(eventsOf(contacts).map(({ userId }) => userId)).size / 50);

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

/** Users with a result in the report, and why. */
const reported = (run: RunView, result: string, why: RegExp) =>
	reportOf(run)
		.problems.filter((one) => one.result === result && why.test(one.why))
		.map(({ userId }) => userId);

/** Every event that Leanplum stored, as often as it stored it. */
async function storedInLeanplum({ admin, appId }: ExampleWorld): Promise<string[]> {
	const stored: string[] = [];
	for (const { userId } of CONTACTS) {
		const user = await admin.user(appId, userId);
		stored.push(...(user?.tracked ?? []).map(({ event }) => `${userId} ${event}`));
	}
	return stored.sort();
}

const storedInCleverTap = ({ events }: CleverTapState): string[] =>
	events.map(({ identity, name }) => `${identity} ${name}`).sort();

/** What the contacts have, in the same form: what is stored is exactly this, and nothing twice. */
const wanted = (events: typeof EVENTS): string[] =>
	events.map(({ userId, event }) => `${userId} ${event.name}`).sort();

const isReserved = ({ event }: (typeof EVENTS)[number]) => event.name === 'Stayed';

/** Profiles as CleverTap must have them, without those that it rejects. */
function wantedProfiles(rejected: readonly string[]): Record<string, object> {
	const users = CONTACTS.filter(
		({ userId, deviceId }) => userId !== deviceId && !rejected.includes(userId),
	);
	return Object.fromEntries(
		users.map(({ userId, attributes: { email, plan } }) => [
			userId,
			{ ...(userId !== 'user-1' && { Email: email }), birthday: '$D_644112000', plan },
		]),
	);
}

interface Step {
	phase: MigrationInput['phase'];
	contacts: readonly Contact[];
	/** What goes wrong with the uploads to CleverTap, in their order. */
	faults?: object[];
	/** What goes wrong in Leanplum. */
	prepare?: Example['prepare'];
	check(stored: CleverTapState, world: ExampleWorld, run: RunView): Promise<void>;
}

/**
 * The workflow at one step of the move, with a stand-in of CleverTap in a process of its own. Only the
 * hosts are others than in the file; what counts is what the stand-in and the sandbox stored.
 */
function at(
	{ phase, contacts, faults = [], prepare, check }: Step,
	rest: Pick<Example, 'outputs' | 'requests' | 'done'>,
): Example {
	return {
		async prepare(world) {
			await world.admin.putMigration(world.appId, { phase });
			await prepare?.(world);
		},
		async surround(world) {
			const cleverTap = await startCleverTap();
			await cleverTap.control({ faults });
			const crm = await startStandIn(() => ({ contacts }));
			return {
				credentials: { httpCustomAuth: cleverTap.credential },
				replace: {
					'Get Contacts': atStandIn(crm.url),
					Settings: withSetting('cleverTapUrl', cleverTap.url),
				},
				async check(run) {
					const stored = await cleverTap.control();
					const together = stored.uploads.filter(({ inFlight }) => inFlight !== 1);
					assert.deepEqual(together, [], 'one batch at a time');
					await check(stored, world, run);
				},
				async close() {
					await cleverTap.close();
					await crm.close();
				},
			};
		},
		start: { kind: 'schedule' },
		timeoutMs: 600_000,
		...rest,
	};
}

const done = (count: number) => ({ items: count, statuses: { done: count } });
const sizes = ({ uploads }: CleverTapState) => uploads.map(({ records }) => records);

/** Leanplum alone; its reply to a request with events is lost. */
const before = at(
	{
		phase: 'leanplum',
		contacts: SOME,
		async prepare({ admin, appId }) {
			const fault = { kind: 'drop' as const, when: 'after' as const };
			await admin.fault({ appId, match: { action: 'track' }, skip: 1, fault });
		},
		async check(stored, world, run) {
			assert.deepEqual(stored.uploads, [], 'nothing goes to CleverTap before the move');
			assert.deepEqual(await storedInLeanplum(world), wanted(SOME_EVENTS));
			const unknown = reported(run, 'unknown', /^Leanplum: /);
			const lost = run.json('Track Event').filter(({ status }) => status === 'unknown');
			assert.equal(lost.length, 2 * 50, 'those of one request');
			assert.deepEqual(
				unknown,
				lost.map(({ userId }) => userId),
			);
		},
	},
	{
		outputs: {
			Contacts: { items: SOME.length },
			'Set Attributes': done(SOME.length),
			'Track Event': { items: SOME_EVENTS.length },
			Report: { items: 1 },
		},
		requests: requestsFor(SOME),
		done: { getMigrateState: 1, setUserAttributes: SOME.length, track: SOME_EVENTS.length },
	},
);

/** Both: profiles are written twice, events are left to Leanplum, which forwards them. */
const both = at(
	{
		phase: 'duplicate',
		contacts: WITH_SOME_EVENTS,
		// The first batch meets a busy CleverTap, the reply to the second is lost, of the third one fails.
		faults: [{ status: 429 }, {}, { loseReply: true }, {}, { broken: [5] }],
		async check(stored, world, run) {
			assert.deepEqual(sizes(stored), [1_000, 1_000, 1_000, 1_000, 300]);
			assert.deepEqual(stored.profiles, wantedProfiles([...WRONG_AGES, 'user-2004']));
			assert.deepEqual(stored.events, []);
			assert.deepEqual(await storedInLeanplum(world), wanted(SOME_EVENTS));
			assert.deepEqual(reported(run, 'failed', /^520: /), WRONG_AGES);
			assert.deepEqual(reported(run, 'failed', /^555: /), ['user-2004']);
			assert.deepEqual(reported(run, 'note', /email/), ['user-1']);
			assert.deepEqual(reported(run, 'skipped', /anonymous/), ['device-9']);
			assert.equal(reportOf(run).counts.unknown, undefined);
		},
	},
	{
		outputs: {
			'Set Attributes': done(CONTACTS.length),
			'Track Event': done(SOME_EVENTS.length),
			Report: { items: 1 },
		},
		requests: requestsFor(WITH_SOME_EVENTS),
		done: {
			getMigrateState: 1,
			setUserAttributes: CONTACTS.length,
			track: SOME_EVENTS.length,
		},
	},
);

/** CleverTap alone. Of the events, it is busy for the first batch, and the others meet one fault each. */
const after = at(
	{
		phase: 'cleverTap',
		contacts: CONTACTS,
		faults: [
			...[{}, { miscount: 1 }, {}],
			...[{ status: 429 }, {}, { loseReply: true }, { broken: [5] }, { hang: true }],
		],
		async check(stored, world, run) {
			assert.deepEqual(sizes(stored), [1_000, 1_000, 300, 1_000, 1_000, 1_000, 1_000, 300]);
			// An event makes a profile of a user whom CleverTap does not know.
			const unknownUsers = { 'user-7': {}, 'user-1500': {} };
			assert.deepEqual(stored.profiles, { ...wantedProfiles(WRONG_AGES), ...unknownUsers });
			assert.deepEqual(await storedInLeanplum(world), []);
			// The third batch has an event that CleverTap cannot process; the fourth never gets there.
			const sent = EVENTS.slice(0, 3_000).filter((_event, index) => index !== 2_004);
			const valid = sent.filter((one) => !isReserved(one));
			assert.deepEqual(storedInCleverTap(stored), wanted(valid));
			assert.deepEqual(reported(run, 'failed', /^513: /), RESERVED_EVENTS);
			assert.deepEqual(reported(run, 'failed', /^555: /), [EVENTS[2_004]!.userId]);
			const { counts } = reportOf(run);
			// A batch of profiles whose counts are wrong, and the batches of events without a reply.
			assert.equal(counts.unknown, 1_000 + 1_000 + 300);
			assert.equal(reported(run, 'unknown', /do not add up/).length, 1_000);
		},
	},
	{
		outputs: { 'Track Event': { items: 0 }, 'Set Attributes': { items: 0 }, Report: { items: 1 } },
		requests: 1,
		done: { getMigrateState: 1 },
	},
);

const example: Example = { ...before, more: [both, after], waits: true };

export default example;
