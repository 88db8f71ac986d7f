import assert from 'node:assert/strict';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { AppIdentity } from 'leanplum-sandbox';
import { credentialFor } from '../../../testkit/credential.mts';
import { runNode } from '../../../testkit/engine.mts';
import type { SandboxProcess } from '../../../testkit/sandboxProcess.mts';
import { assertTrue } from './model.mts';
import { BLOCKED_USER, UNKNOWN_USER, type Schedule, type ScheduledItem } from './schedule.mts';

/** What is sent for an item; its number is found again in what is stored. */
function inputOf({ user, does }: ScheduledItem, index: number): IDataObject {
	const whom = {
		userId: user,
		...(user === UNKNOWN_USER ? { createDisposition: 'CreateNever' } : {}),
	};
	switch (does) {
		case 'track':
			return { action: 'track', args: { ...whom, event: 'e', params: { tag: index } } };
		case 'set':
			return { action: 'setUserAttributes', args: { ...whom, userAttributes: { last: index } } };
		case 'increment':
			return {
				action: 'setUserAttributes',
				args: { ...whom, userAttributeValuesToIncrement: { sum: 2 ** index } },
			};
	}
}

function parametersOf(schedule: Schedule): INodeParameters {
	return {
		resource: 'custom',
		operation: 'callAction',
		leanplumAction: '={{ $json.action }}',
		key: 'automatic',
		argumentsJson: '={{ $json.args }}',
		options: {
			mayShareRequests: schedule.shareRequests,
			parallelRequests: schedule.parallelRequests,
			maxRetries: schedule.maxRetries,
			retryDelay: 1,
		},
	};
}

/** Runs a schedule in an app, which it empties first, and compares what came of it with the model. */
export async function runSchedule(
	{ admin, apiUrl }: SandboxProcess,
	app: AppIdentity,
	schedule: Schedule,
): Promise<void> {
	const { appId } = app;
	await admin.reset(appId);
	await Promise.all([
		admin.settings({ latencyMs: schedule.latencyMs }, appId),
		admin.putUser(appId, BLOCKED_USER, { blocked: true }),
	]);
	for (const fault of schedule.faults) await admin.fault({ ...fault, appId });

	const { items } = await runNode({
		parameters: parametersOf(schedule),
		items: schedule.items.map(inputOf),
		credential: credentialFor(app, apiUrl),
		settings: {
			onError: 'continueRegularOutput',
			...(schedule.retryOnFail ? { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } : {}),
		},
	});
	assert.deepEqual(
		items.map(({ pairedItem }) => pairedItem),
		schedule.items.map((_, item) => ({ item })),
	);

	const names = [...new Set(schedule.items.map(({ user }) => user))];
	const [stats, views] = await Promise.all([
		admin.stats(appId),
		Promise.all(names.map((user) => admin.user(appId, user))),
	]);
	assert.ok(stats.maxInFlightPerUser <= 1, 'two requests for one user were under way at once');
	assert.ok(stats.maxInFlight <= schedule.parallelRequests, 'too many requests at once');
	assertTrue(schedule, {
		statuses: items.map(({ json }) => String(json.status)),
		users: new Map(names.map((user, position) => [user, views[position]])),
	});
}
