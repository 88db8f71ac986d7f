/** The packed nodes on several n8n processes, see ../README.md. Run by `npm run test:queue`. */
import { after, before, describe } from 'node:test';
import { openCluster, type Cluster } from '../lib/cluster.mts';
import { NEWEST } from '../lib/versions.mts';
import { postbackLoad, webhookLoad } from '../lib/load.mts';
import { eventsOnWorkersStep } from '../steps/events.mts';
import { loadStep } from '../steps/load.mts';
import { sendOnceCostStep } from '../steps/sendOnceCost.mts';
import { sleepingExportStep } from '../steps/sleepingExport.mts';
import { secretsStep } from '../steps/secrets.mts';

/** n8n itself answers for a dead worker, and the sender waits for it. */
const interruptedOnly = {
	title: 'the sender gets an error for exactly those, and repeats them',
	lateToo: false,
};

const tarball = process.env.LEANPLUM_TARBALL!;

describe(`n8n ${NEWEST.version} in queue mode`, () => {
	let cluster: Cluster;
	const current = () => cluster;
	before(async () => {
		cluster = await openCluster(NEWEST, tarball);
	});
	after(() => cluster?.close());

	loadStep(current, {
		title: '200 executions of 500 items',
		load: webhookLoad('plain', 200, 500, {}),
		latencyMs: 200,
		repeated: interruptedOnly,
		lost: { title: 'nothing is lost: each of 100,000 items is in Leanplum', ofRepeated: false },
		doubled: {
			title: 'doubled are at most items of the interrupted executions, as often as they were sent',
			ofRepeated: true,
		},
	});
	loadStep(current, {
		title: '40 executions of 500 items with Send Once',
		load: webhookLoad('once', 40, 500, {
			sendOnce: {
				once: { sendOnce: 'executions', sendOnceKey: '={{ $json.run }}/{{ $json.item }}' },
			},
		}),
		latencyMs: 200,
		repeated: interruptedOnly,
		lost: {
			title: 'nothing is lost but at most what was under way when the worker was killed',
			ofRepeated: true,
		},
		doubled: { title: 'nothing is doubled at all', ofRepeated: false },
	});
	sendOnceCostStep(current);
	eventsOnWorkersStep(current);
	loadStep(current, {
		title: '2,000 postbacks of Leanplum',
		load: postbackLoad(2_000),
		latencyMs: 20,
		repeated: {
			title: 'Leanplum gets an error for each of those, and for what is answered too late',
			lateToo: true,
		},
		lost: { title: 'nothing is lost: each of 2,000 is in Leanplum', ofRepeated: false },
		doubled: {
			title: 'doubled are only what Leanplum delivered again, at most as often as it did',
			ofRepeated: true,
		},
	});
	sleepingExportStep({
		title: 'all workers die',
		api: () => cluster.main.api,
		webhooks: () => cluster.webhooks.url,
		sandbox: () => cluster.sandbox,
		async pause() {
			for (const worker of cluster.workers) await worker.kill();
			await cluster.replaceDeadWorkers();
		},
	});
	secretsStep(() => ({
		...cluster,
		knownText: 'run-0-user-1',
		elsewhere: async () => [
			{ name: 'PostgreSQL', content: Buffer.from(await cluster.postgres.dump()) },
		],
	}));
});
