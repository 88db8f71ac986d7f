import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cluster } from '../lib/cluster.mts';
import {
	fillTable,
	highestRate,
	publishCollector,
	sendEvents,
	trackedEvents,
	type Collector,
	type EventPlace,
	type SentEvent,
} from '../lib/eventLoad.mts';
import { startedBy } from '../lib/load.mts';
import { until } from '../lib/process.mts';
import { now, type EventRow } from '../lib/waitingRows.mts';

/** `EVENTS_SECONDS=300` takes as long as a busy five minutes, and finds the table filled. */
const SECONDS = Number(process.env.EVENTS_SECONDS ?? 30);
const IS_LONG = SECONDS >= 300;
const WAITING = IS_LONG ? 30_000 : 0;

const idOf = ({ event_id }: EventRow) => event_id;

/** Lets the workflow run, also twice at the same time, until nothing waits any more. */
async function sendAll({ api }: EventPlace, { table, workflow }: Collector): Promise<void> {
	const waiting = async () => (await table.countOf('problem', null)) > 0;
	await until(
		'Every event is sent or set apart',
		async () => {
			if (!(await waiting())) return true;
			const ids = [
				await api.run(workflow, 'Every Minute'),
				await api.run(workflow, 'Every Minute'),
			];
			for (const id of ids) await api.finished(id, undefined, 300_000);
			return !(await waiting());
		},
		{ timeoutMs: 1_200_000, everyMs: 1_000 },
	);
	await api.deactivate(workflow.id);
}

/** Each event must be in Leanplum once, with its own time, or set apart in the table. */
async function assertOnce(
	place: EventPlace,
	collector: Collector,
	events: readonly SentEvent[],
	setApart: ReadonlySet<string> = new Set(),
): Promise<void> {
	const tracked = await trackedEvents(place, collector);
	const lost = events.filter(({ id }) => !tracked.has(id) && !setApart.has(id));
	assert.deepEqual(lost.slice(0, 5), [], `${lost.length} lost`);
	const doubled = [...tracked].filter(([, times]) => times.length > 1);
	assert.deepEqual(doubled.slice(0, 5), [], `${doubled.length} doubled`);
	const behind: number[] = [];
	for (const { id, happenedMs } of events) {
		const [one] = tracked.get(id) ?? [];
		if (!one) continue;
		assert.equal(one.timeMs, happenedMs, `the time of ${id}`);
		behind.push((one.atMs - happenedMs) / 1_000);
	}
	behind.sort((a, b) => a - b);
	const { sandbox } = place;
	const { requests, billedUsers } = await sandbox.admin.stats(collector.app.appId);
	console.log(
		`  ${events.length} events: ${requests} requests instead of ${events.length}, ${billedUsers} users billed instead of ${events.length}`,
	);
	console.log(
		`  seconds behind: ${behind[behind.length >> 1]!.toFixed(0)} in the middle, at most ${behind.at(-1)!.toFixed(0)}`,
	);
}

/**
 * Rows may stay of events that came more than once: where two executions take the rows of such an event,
 * one of them cannot know whether the other one sends it. One row of each event is sent.
 */
function assertTwins(left: readonly EventRow[], events: readonly SentEvent[]): void {
	const calls = new Map(events.map((event) => [event.id, event.calls]));
	const rows = new Map<string, number>();
	for (const row of left) {
		assert.match(`${idOf(row)}: ${row.problem}`, /may already have been sent/);
		rows.set(idOf(row), (rows.get(idOf(row)) ?? 0) + 1);
	}
	const tooMany = [...rows].filter(([id, count]) => count >= (calls.get(id) ?? 1));
	assert.deepEqual(tooMany, [], 'rows of events that came once, or all rows of one');
}

/** The template that collects single events, under load. */
export function eventsStep(place: () => EventPlace): void {
	describe(`Single events for ${SECONDS} seconds, each in a call of its own`, () => {
		it('none lost, none doubled, each with its own time, also when two executions send', async () => {
			const rate = await highestRate(place());
			const collector = await publishCollector(place());
			const waiting = await fillTable(collector, WAITING);
			const { events, answers } = await sendEvents(place(), rate, SECONDS);
			console.log(
				`  ${rate} events a second, answers: ${JSON.stringify(answers)}, ${waiting.length} rows before`,
			);
			await sendAll(place(), collector);
			await assertOnce(place(), collector, [...waiting, ...events]);
			assertTwins(await collector.table.rows(), events);
		});
	});
}

/** The same for a minute on several workers, of which one dies while it sends; only in the long form. */
export function eventsOnWorkersStep(cluster: () => Cluster): void {
	if (!IS_LONG) return;
	const place = (): EventPlace => {
		const { main, webhooks, sandbox } = cluster();
		return { api: main.api, webhookUrl: webhooks.url, sandbox };
	};
	const seconds = 60;

	describe(`Single events for ${seconds} seconds; a worker dies while it sends them`, () => {
		it('none lost, none doubled; what it had under way is set apart, or sent later', async () => {
			await cluster().replaceDeadWorkers();
			const { sandbox, main, workers } = cluster();
			const rate = await highestRate(place());
			const collector = await publishCollector(place());
			await sandbox.admin.settings({ latencyMs: 300 }, collector.app.appId);
			const sending = sendEvents(place(), rate, seconds);
			sending.catch(() => undefined);
			await until(
				'A tenth of the events are stored',
				async () => (await collector.table.count()) >= (rate * seconds) / 10,
				{ timeoutMs: 300_000 },
			);
			await main.api.run(collector.workflow, 'Every Minute');
			// It may also be one that the schedule started.
			const id = await until(
				'An execution has taken events',
				async () => (await collector.table.rows()).find(({ run }) => run)?.run ?? undefined,
				{ timeoutMs: 120_000 },
			);
			const requests = async () => (await sandbox.admin.stats(collector.app.appId)).requests;
			const before = await requests();
			await until('It sends', async () => (await requests()) > before, { everyMs: 50 });
			const logs = await Promise.all(workers.map(startedBy));
			const index = logs.findIndex((executions) => executions.has(id));
			await workers[index]!.kill();
			const { events, answers } = await sending;
			console.log(`  ${rate} events a second, answers: ${JSON.stringify(answers)}`);
			const isTaken = ({ run }: EventRow) => run === id;
			const taken = new Set((await collector.table.rows()).filter(isTaken).map(idOf));
			assert.ok(taken.size > 0, 'it had taken events');
			await collector.table.update('run', id, { due: now() });
			await sendAll(place(), collector);
			const left = await collector.table.rows();
			assertTwins(
				left.filter((row) => !taken.has(idOf(row))),
				events,
			);
			const setApart = new Set(left.map(idOf));
			console.log(`  It had taken ${taken.size} events, of which ${setApart.size} are set apart.`);
			await assertOnce(place(), collector, events, setApart);
		});
	});
}
