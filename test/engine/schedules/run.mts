import assert from 'node:assert/strict';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { AppIdentity } from 'leanplum-sandbox';
import { credentialFor } from '../../../testkit/credential.mts';
import { runNode } from '../../../testkit/engine.mts';
import type { SandboxProcess } from '../../../testkit/sandboxProcess.mts';
import { assertEachKeyOnce, assertTrue } from './model.mts';
import { BLOCKED_USER, UNKNOWN_USER, type Schedule, type ScheduledItem } from './schedule.mts';

/** The input of Event → Track, whose items can have a Send Once key; the tag is found again in what is stored. */
function eventOf({ user, key }: ScheduledItem, tag: number): IDataObject {
	return { user, key, tag, policy: user === UNKNOWN_USER ? 'CreateNever' : 'CreateIfNeeded' };
}

/** The input of Custom → Call Action; its number is found again in what is stored. */
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

function optionsOf({ parallelRequests, maxRetries }: Schedule): INodeParameters {
	return { parallelRequests, maxRetries, retryDelay: 1 };
}

/** @param keys what tells the keys of this schedule from those of others, which share n8n's store */
function trackParameters(schedule: Schedule, keys: string): INodeParameters {
	const { sendOnce, shareRequests } = schedule;
	return {
		resource: 'event',
		operation: 'track',
		userId: '={{ $json.user }}',
		event: 'e',
		specifyParameters: 'json',
		parametersJson: '={{ { tag: $json.tag } }}',
		additionalFields: { createDisposition: '={{ $json.policy }}' },
		options: {
			...optionsOf(schedule),
			batching: shareRequests ? 'automatic' : 'off',
			sendOnce: {
				once: {
					sendOnce,
					...(sendOnce === 'executions' ? { sendOnceKey: `={{ "${keys}" + $json.key }}` } : {}),
				},
			},
		},
	};
}

function customParameters(schedule: Schedule): INodeParameters {
	return {
		resource: 'custom',
		operation: 'callAction',
		leanplumAction: '={{ $json.action }}',
		key: 'automatic',
		argumentsJson: '={{ $json.args }}',
		options: {
			...optionsOf(schedule),
			mayShareRequests: schedule.shareRequests,
		},
	};
}

/** Runs the node with the items of a schedule; gives what it says of each. */
async function statusesOf(
	{ apiUrl }: SandboxProcess,
	app: AppIdentity,
	{ retryOnFail }: Schedule,
	parameters: INodeParameters,
	inputs: IDataObject[],
): Promise<string[]> {
	const { items } = await runNode({
		parameters,
		items: inputs,
		credential: credentialFor(app, apiUrl),
		settings: {
			onError: 'continueRegularOutput',
			...(retryOnFail ? { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } : {}),
		},
	});
	assert.deepEqual(
		items.map(({ pairedItem }) => pairedItem),
		inputs.map((_, item) => ({ item })),
	);
	return items.map(({ json }) => String(json.status));
}

let schedulesRun = 0;

/** Runs a schedule in an app, which it empties first, and compares what came of it with the model. */
export async function runSchedule(
	sandbox: SandboxProcess,
	app: AppIdentity,
	schedule: Schedule,
): Promise<void> {
	const { admin } = sandbox;
	const { appId } = app;
	const { items, sendOnce } = schedule;
	await admin.reset(appId);
	await Promise.all([
		admin.settings({ latencyMs: schedule.latencyMs }, appId),
		admin.putUser(appId, BLOCKED_USER, { blocked: true }),
	]);
	for (const fault of schedule.faults) await admin.fault({ ...fault, appId });

	const parameters = sendOnce
		? trackParameters(schedule, `schedule ${++schedulesRun}: `)
		: customParameters(schedule);
	const run = (inputs: IDataObject[]) => statusesOf(sandbox, app, schedule, parameters, inputs);
	const statuses = await run(items.map(sendOnce ? eventOf : inputOf));
	const runs = [statuses];
	if (sendOnce === 'executions') {
		await admin.clearFaults(appId);
		runs.push(await run(items.map((item, index) => eventOf(item, items.length + index))));
	}

	const names = [...new Set(items.map(({ user }) => user))];
	const [stats, views] = await Promise.all([
		admin.stats(appId),
		Promise.all(names.map((user) => admin.user(appId, user))),
	]);
	assert.ok(stats.maxInFlightPerUser <= 1, 'two requests for one user were under way at once');
	assert.ok(stats.maxInFlight <= schedule.parallelRequests, 'too many requests at once');
	const users = new Map(names.map((user, position) => [user, views[position]]));
	if (sendOnce === 'executions') assertEachKeyOnce(schedule, runs, users);
	else assertTrue(schedule, { statuses, users });
}
