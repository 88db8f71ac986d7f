import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import { sentToStandIn, startStandIn } from '../lib/standIn.mts';

/** Slack's address is fixed: the text that Report would send to it goes to a stand-in. */
const example: Example = {
	async prepare({ admin, appId }) {
		await admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, appId);
	},
	async surround() {
		const slack = await startStandIn();
		return {
			replace: { Report: sentToStandIn(slack.url, 'text') },
			async check(run) {
				const variants = run.json('By Variant');
				const users = variants.reduce((sum, one) => sum + Number(one.count_variant), 0);
				assert.equal(users, run.json('Download').length);
				const gold = variants.reduce((sum, one) => sum + Number(one.sum_reachedGoal), 0);
				assert.equal(gold, 2, 'ada and alan are gold');
				const [{ text }] = slack.json() as [{ text: string }];
				const [title, ...lines] = text.split('\n');
				assert.equal(title, 'A/B test “Button colour”');
				assert.deepEqual(
					lines,
					variants.map(
						({ variant, count_variant, sum_reachedGoal }) =>
							`• ${String(variant)}: ${String(sum_reachedGoal)} of ${String(count_variant)} users are gold`,
					),
				);
			},
			close: () => slack.close(),
		};
	},
	start: { kind: 'schedule' },
	outputs: { 'A/B Test': { items: 1 }, Download: { items: 4 }, Report: { items: 1 } },
	// The test, the start of the export, its state until it has finished, its files.
	requests: 4,
	done: { getAbTest: 1, exportUsers: 1, getExportResults: 2 },
};

export default example;
