/** The packed nodes on several n8n processes, see README.md. Run by `npm run test:queue`. */
import { after, before, describe } from 'node:test';
import { openCluster, type Cluster } from './lib/cluster.mts';
import { NEWEST } from './lib/versions.mts';
import { loadStep } from './steps/load.mts';
import { secretsStep } from './steps/secrets.mts';

const tarball = process.env.LEANPLUM_TARBALL!;

describe(`n8n ${NEWEST.version} in queue mode`, () => {
	let cluster: Cluster;
	const current = () => cluster;
	before(async () => {
		cluster = await openCluster(NEWEST, tarball);
	});
	after(() => cluster?.close());

	loadStep(current, {
		path: 'plain',
		title: 'as the node is set by default',
		options: {},
		mayDouble: true,
		runs: 200,
		victim: 0,
	});
	secretsStep(() => ({
		...cluster,
		knownText: 'run-0-user-1',
		elsewhere: async () => [
			{ name: 'PostgreSQL', content: Buffer.from(await cluster.postgres.dump()) },
		],
	}));
});
