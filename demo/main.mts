/**
 * Three workflows on n8n's own engine against the sandbox, and what became of them. Needs neither a
 * Leanplum account nor an n8n.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runNode } from '../testkit/engine.mts';
import { startSandboxProcess, type SandboxProcess } from '../testkit/sandboxProcess.mts';

interface Story {
	title: string;
	items: IDataObject[];
	parameters: INodeParameters;
	/** Users that exist before. */
	users?: string[];
}

const numbered = <Item,>(count: number, make: (number: number) => Item) =>
	Array.from({ length: count }, (_, index) => make(index + 1));

const PLANS = ['free', 'silver', 'gold'];
const WELCOME_PUSH = '4810110001000001';

const customers = numbered(50, (number) => `customer-${number}`);

const STORIES: Story[] = [
	{
		title: 'Sync 1,000 CRM contacts to user attributes',
		items: numbered(1_000, (number) => ({
			id: `customer-${number}`,
			firstName: `Contact ${number}`,
			plan: PLANS[number % PLANS.length]!,
			points: number * 10,
			newsletter: number % 2 === 0,
		})),
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			userId: '={{ $json.id }}',
			attributesFrom: 'item',
			excludedFields: 'id',
		},
	},
	{
		title: 'Track 1,000 events for 100 users',
		items: numbered(1_000, (number) => ({
			user: `customer-${(number % 100) + 1}`,
			price: number % 50,
		})),
		parameters: {
			resource: 'event',
			operation: 'track',
			userId: '={{ $json.user }}',
			event: 'Purchase',
			value: '={{ $json.price }}',
			currencyCode: 'EUR',
		},
	},
	{
		title: "Send a message to 60 users. 10 of them don't exist",
		users: customers,
		items: [...customers, ...numbered(10, (number) => `left-${number}`)].map((user) => ({ user })),
		parameters: {
			resource: 'message',
			operation: 'send',
			messageId: { __rl: true, mode: 'id', value: WELCOME_PUSH },
			userId: '={{ $json.user }}',
			values: { row: [{ name: 'firstName', type: 'string', stringValue: 'friend' }] },
		},
	},
];

const whole = (number: number) => number.toLocaleString('en-US');

function count(items: IDataObject[], status: string): string {
	return whole(items.filter((item) => item.status === status).length);
}

async function tell(sandbox: SandboxProcess, number: number, story: Story): Promise<void> {
	const { appId, keys } = await sandbox.admin.newApp();
	if (story.users) await sandbox.admin.seedUsers(appId, story.users, { withDevice: true });
	const started = performance.now();
	const { json, hints, error } = await runNode({
		parameters: story.parameters,
		items: story.items,
		credential: { appId, clientKey: keys.production, apiUrl: sandbox.apiUrl },
	});
	const seconds = (performance.now() - started) / 1000;
	if (error) throw error;
	const { requests, billedUsers } = await sandbox.admin.stats(appId);
	const failed = json.filter((item) => item.error !== undefined).length;
	console.log(`
${number}. ${story.title}
   ${whole(story.items.length)} items: ${count(json, 'done')} done, ${count(json, 'skipped')} skipped, ${whole(failed)} failed
   ${whole(requests)} requests to Leanplum, ${whole(billedUsers)} users billed, ${seconds.toFixed(1)} seconds`);
	for (const { message } of hints) console.log(`   n8n shows: "${message}"`);
}

const sandbox = await startSandboxProcess();
try {
	console.log(`The sandbox, a local Leanplum, runs on ${sandbox.apiUrl}`);
	for (const [index, story] of STORIES.entries()) await tell(sandbox, index + 1, story);
	console.log('\nOne request per item would have been 2,060 requests.');
} finally {
	await sandbox.stop();
}
