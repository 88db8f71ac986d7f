import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Example } from '../lib/example.mts';
import { freePorts } from '../lib/ports.mts';
import { startPostgres } from '../lib/postgres.mts';
import { sentToStandIn, startStandIn } from '../lib/standIn.mts';

const CONTACTS = 10_000;
/** Contacts who do not have the app. */
const STRANGERS = 10;
const CHANGED = 140;

const TABLE = `
CREATE TABLE contacts (id text PRIMARY KEY, first_name text, plan text, points int, newsletter bool, last_sent jsonb);
INSERT INTO contacts SELECT 'contact-' || n, 'Contact ' || n, 'free', n, n % 2 = 0, NULL
FROM generate_series(1, ${CONTACTS}) AS n;`;

/**
 * With a real PostgreSQL. Slack's address is fixed: the text that Report would send to it goes to a
 * stand-in.
 */
const example: Example = {
	async prepare({ admin, appId }) {
		const known = Array.from(
			{ length: CONTACTS - STRANGERS },
			(_, index) => `contact-${index + 1}`,
		);
		await admin.seedUsers(appId, known);
	},
	async surround({ admin, appId }) {
		const folder = await mkdtemp(join(tmpdir(), 'leanplum-contacts-'));
		const [port] = (await freePorts(1)) as [number];
		const database = await startPostgres(folder, port);
		await database.query(TABLE);
		const slack = await startStandIn();
		const remembered = () =>
			database.query('SELECT count(*) FROM contacts WHERE last_sent IS NOT NULL');
		return {
			credentials: {
				postgres: { host: '127.0.0.1', port, database: 'n8n', user: 'n8n', password: 'x' },
			},
			replace: { Report: sentToStandIn(slack.url, 'text') },
			async check(_run, again) {
				assert.deepEqual(await remembered(), [String(CONTACTS - STRANGERS)]);
				const [{ text }] = slack.json() as [{ text: string }];
				assert.match(text, /10 of 10000 contacts were left out/);
				assert.match(text, /• contact-9991: User not found; request skipped/);

				// The next night few have changed.
				await database.query(
					`UPDATE contacts SET plan = 'gold' WHERE id IN (SELECT id FROM contacts WHERE last_sent IS NOT NULL LIMIT ${CHANGED})`,
				);
				await admin.clearRequests(appId);
				const run = await again();
				const requests = await admin.requests(appId);
				assert.equal(requests.length, 3, 'requests for what changed');
				assert.equal((await admin.stats(appId)).billedUsers, CHANGED + STRANGERS);
				const statuses = run.json('Set Attributes').map(({ status }) => status);
				const unchanged = statuses.filter((status) => status === 'unchanged').length;
				assert.equal(unchanged, CONTACTS - STRANGERS - CHANGED);
				assert.equal(run.json('Remember What Was Sent').length, CHANGED);
				const gold = await database.query(
					`SELECT count(*) FROM contacts WHERE last_sent->>'plan' = 'gold'`,
				);
				assert.deepEqual(gold, [String(CHANGED)]);
			},
			async close() {
				await slack.close();
				await database.stop();
				await rm(folder, { recursive: true, force: true });
			},
		};
	},
	start: { kind: 'schedule' },
	timeoutMs: 300_000,
	outputs: {
		Contacts: { items: CONTACTS },
		'Set Attributes': {
			items: CONTACTS,
			statuses: { done: CONTACTS - STRANGERS, skipped: STRANGERS },
		},
		'Remember What Was Sent': { items: CONTACTS - STRANGERS },
		Report: { items: 1 },
	},
	requests: CONTACTS / 50,
	done: { setUserAttributes: CONTACTS - STRANGERS },
};

export default example;
