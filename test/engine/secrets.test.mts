/**
 * Loads n8n for itself, which takes its settings for the log when it is loaded.
 *
 * @jest-environment node
 */
import { LOG_FILE, LOG_FOLDER } from './logFile.mts';
import { readFileSync, rmSync } from 'node:fs';
import type { FaultInput } from 'leanplum-sandbox';
import { LoggerProxy, NodeApiError, type INode } from 'n8n-workflow';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';
import { startElsewhere, type Elsewhere } from '../../generate/chaos/elsewhere.mts';
import { FULL_USES } from './everyParameter.mts';
import { expectNoKeys, findText, writtenForms } from './secrets.mts';
import { eventsOf, TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();
let elsewhere: Elsewhere;

beforeAll(async () => {
	elsewhere = await startElsewhere();
});

afterAll(async () => {
	await elsewhere.close();
	rmSync(LOG_FOLDER, { recursive: true });
});

/** A server that says back what it was sent, as error pages of proxies do. */
function echo({ clientKey, developmentApiKey }: LeanplumCredential, status: number) {
	const said = `You sent ${clientKey} and ${developmentApiKey}`;
	const body = JSON.stringify({ response: [{ success: false, error: { message: said } }] });
	return { kind: 'status', status, body } as const;
}

function faultsFor(credential: LeanplumCredential): Array<FaultInput['fault'] | undefined> {
	return [
		undefined,
		echo(credential, 400),
		echo(credential, 500),
		{ kind: 'drop', when: 'after', reset: true },
		{ kind: 'truncate' },
		{ kind: 'redirect', location: elsewhere.url, status: 307 },
		{ kind: 'endpointMismatch', apiHost: new URL(elsewhere.url).host },
	];
}

describe('No key comes out', () => {
	it('is checked by a search that finds a key wherever it hides', () => {
		const { credential } = testApp;
		const [key] = writtenForms(credential) as [string];
		for (const value of [
			{ deep: [{ er: key }] },
			{ [key]: 1 },
			new Error('outer', { cause: new Error('inner', { cause: { config: key } }) }),
			Object.defineProperty({}, 'request', { value: `Bearer ${key}` }),
			new NodeApiError({ name: 'Leanplum' } as INode, { message: `no ${key}` }),
			new Map([['key', key]]),
			Buffer.from(`..${key}..`),
			{ base64: Buffer.from(key).toString('base64') },
		]) {
			expect(findText(value, writtenForms(credential))).toBeDefined();
		}
		expect(findText({ key: 'another', list: [1, null, undefined] }, [key])).toBeUndefined();
	});

	// `testApp.run` looks through everything that a run gives, in this and every other file.
	it.each(FULL_USES)('of $action, whatever happens', async ({ parameters, files = [] }) => {
		// In development mode a second request within a second would meet no fault.
		await testApp.admin.settings({ devModeThrottle: false }, testApp.appId);
		const binary = Object.fromEntries(files.map((name) => [name, 'content']));
		for (const [position, fault] of faultsFor(testApp.credential).entries()) {
			if (fault) await testApp.admin.fault({ appId: testApp.appId, times: null, fault });
			await testApp.run(
				{ ...parameters, options: { maxRetries: 1, retryDelay: 1, pollInterval: 0.01 } },
				[{}],
				{ settings: { onError: position % 2 ? 'stopWorkflow' : 'continueRegularOutput' }, binary },
			);
			await testApp.admin.clearFaults(testApp.appId);
		}
		const requests = await testApp.requests();
		expect(requests.length).toBeGreaterThan(0);
		expect(requests.filter(({ keyInUrl }) => keyInUrl)).toEqual([]);
		expectNoKeys(
			requests.map(({ query, path }) => [query, path]),
			testApp.credential,
		);
		expectNoKeys(await testApp.admin.downloads(testApp.appId), testApp.credential);
		expectNoKeys(elsewhere.received, testApp.credential);
	});

	it('of n8n’s log', async () => {
		await testApp.run(TRACK, eventsOf(['ada']), {
			credential: { ...testApp.credential, apiUrl: 'http://127.0.0.1:9/api' },
		});
		LoggerProxy.info('The log is written');
		await new Promise((resolve) => setTimeout(resolve, 100));
		const log = readFileSync(LOG_FILE, 'utf8');
		expect(log).toContain('The log is written');
		expect(log).toContain('Leanplum');
		const everyApp = await testApp.admin.apps();
		expect(everyApp.length).toBeGreaterThan(FULL_USES.length);
		for (const { keys } of everyApp) {
			expect(Object.values(keys).filter((key) => log.includes(key))).toEqual([]);
		}
	});
});
