import type { AppIdentity } from 'leanplum-sandbox';
import type { SandboxProcess } from '../../testkit/sandboxProcess.mts';
import type { N8nApi, StoredWorkflow } from './api.mts';
import { leanplumCredential } from './credential.mts';
import type { DataTable } from './dataTable.mts';
import { exampleFile, withCredentials } from './examples.mts';
import { CREDENTIAL_TYPE } from './package.mts';
import { createEventTable, type EventRow } from './waitingRows.mts';

/** Where single events go: one n8n, or several processes of it. */
export interface EventPlace {
	api: N8nApi;
	/** Of the process that takes webhook calls. */
	webhookUrl: string;
	sandbox: SandboxProcess;
}

/** The template `collect-events` at work. */
export interface Collector {
	app: AppIdentity;
	table: DataTable<EventRow>;
	workflow: StoredWorkflow;
}

/** Users that the events are of. */
const USERS = 200;
/** Calls that the sender has under way at most. */
const AT_ONCE = 200;
/** As long does the sender wait for a response, before it calls again. */
const PATIENCE_MS = 60_000;
/** One in so many events is delivered twice. */
const TWICE = 50;
/** The highest rate that is tried, in calls a second. */
const MAX_RATE = 100;
const PATH = 'leanplum-event';

/** Publishes the template with a table and an app of its own. */
export async function publishCollector({ api, sandbox }: EventPlace): Promise<Collector> {
	const app = await sandbox.admin.newApp();
	const name = `Events of ${app.appId}`;
	const data = leanplumCredential(sandbox.apiUrl, app);
	const id = await api.createCredential(name, CREDENTIAL_TYPE, data);
	const table = await createEventTable(api, name);
	const file = withCredentials(await exampleFile('collect-events'), { leanplumApi: { id, name } });
	const isTable = (type: string) => type === 'n8n-nodes-base.dataTable';
	const nodes = file.nodes.map((node) => (isTable(node.type) ? table.choose(node) : node));
	const workflow = await api.createWorkflow({ ...file, nodes });
	await api.activate(workflow);
	return { app, table, workflow };
}

/** @returns the status of the response, or why there is none */
async function call(url: string, body: object): Promise<string> {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(PATIENCE_MS),
		});
		await response.arrayBuffer();
		return String(response.status);
	} catch (error) {
		return String(((error as Error).cause as { code?: string } | undefined)?.code ?? error);
	}
}

/** How many calls a second an empty workflow answers, at most 100. */
export async function highestRate({ api, webhookUrl }: EventPlace): Promise<number> {
	const [webhook] = (await exampleFile('collect-events')).nodes;
	const path = 'nothing-to-do';
	const workflow = await api.createWorkflow({
		name: 'Nothing to do',
		nodes: [{ ...webhook!, webhookId: path, parameters: { ...webhook!.parameters, path } }],
		connections: {},
		settings: { saveDataSuccessExecution: 'none' },
	});
	await api.activate(workflow);
	const answered = async (forMs: number) => {
		const until = Date.now() + forMs;
		let count = 0;
		const one = async () => {
			while (Date.now() < until) {
				const answer = await call(`${webhookUrl}/webhook/${path}`, {});
				if (answer === '200') count++;
			}
		};
		await Promise.all(Array.from({ length: 20 }, one));
		return (count * 1_000) / forMs;
	};
	await answered(2_000);
	const rate = await answered(5_000);
	await api.deactivate(workflow.id);
	return Math.max(1, Math.min(MAX_RATE, Math.floor(rate)));
}

/** An event, and when it happened, in epoch milliseconds. */
export interface SentEvent {
	id: string;
	happenedMs: number;
	/** So many calls delivered it, or may have. */
	calls: number;
}

/**
 * Calls the webhook at a steady rate, one event a call, and again where it got no 200.
 *
 * @returns what was sent, and how many calls got which answer
 */
export async function sendEvents(
	{ webhookUrl }: EventPlace,
	rate: number,
	seconds: number,
): Promise<{ events: SentEvent[]; answers: Record<string, number> }> {
	const started = Date.now();
	const events: SentEvent[] = [];
	const underWay = new Set<Promise<void>>();
	const answers: Record<string, number> = {};
	const deliver = async (event: SentEvent, number: number) => {
		const body = {
			id: event.id,
			userId: `user-${(number * 7) % USERS}`,
			event: 'Load',
			time: new Date(event.happenedMs).toISOString(),
			parameters: { id: event.id },
		};
		for (let left = number % TWICE === 0 ? 2 : 1; left > 0; ) {
			const answer = await call(`${webhookUrl}/webhook/${PATH}`, body);
			answers[answer] = (answers[answer] ?? 0) + 1;
			event.calls++;
			if (answer === '200') left--;
			else await new Promise((resolve) => setTimeout(resolve, 500));
		}
	};
	for (let number = 0; number < rate * seconds; number++) {
		const wait = started + (number * 1_000) / rate - Date.now();
		if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
		if (underWay.size >= AT_ONCE) await Promise.race(underWay);
		const event = { id: `event-${number}`, happenedMs: Date.now(), calls: 0 };
		events.push(event);
		const delivery = deliver(event, number).finally(() => underWay.delete(delivery));
		underWay.add(delivery);
	}
	await Promise.all(underWay);
	return { events, answers };
}

/** Rows as they wait in the table, without a call for each. */
export async function fillTable({ table }: Collector, count: number): Promise<SentEvent[]> {
	const events = Array.from({ length: count }, (_, number) => ({
		id: `waiting-${number}`,
		happenedMs: Date.now(),
		calls: 1,
	}));
	for (let start = 0; start < count; start += 1_000) {
		await table.insert(
			events.slice(start, start + 1_000).map(({ id, happenedMs }, index) => ({
				event_id: id,
				user_id: `user-${(start + index) % USERS}`,
				event: 'Load',
				happened_at: new Date(happenedMs).toISOString(),
				parameters: JSON.stringify({ id }),
				due: new Date(happenedMs).toISOString(),
			})),
		);
	}
	return events;
}

/** When Leanplum got each event that it did, in epoch milliseconds, and the time that it came with. */
export async function trackedEvents(
	{ sandbox }: EventPlace,
	{ app }: Collector,
): Promise<Map<string, Array<{ atMs: number; timeMs: number }>>> {
	const tracked = new Map<string, Array<{ atMs: number; timeMs: number }>>();
	for (const { receivedAt, actions } of await sandbox.admin.requests(app.appId, 'track')) {
		for (const { args, outcome } of actions) {
			if (outcome !== 'done') continue;
			const { id } = args.params as { id: string };
			const one = { atMs: receivedAt, timeMs: Math.round(Number(args.time) * 1_000) };
			tracked.set(id, [...(tracked.get(id) ?? []), one]);
		}
	}
	return tracked;
}
