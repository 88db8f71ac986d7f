import { LOG_FILE, LOG_FOLDER } from './logFile.mts';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { eventsOf, QUICK, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

afterAll(() => rmSync(LOG_FOLDER, { recursive: true, force: true }));

const logText = () => (existsSync(LOG_FILE) ? readFileSync(LOG_FILE, 'utf8') : '');

/** The lines about Leanplum that were logged while `run` ran, with their level. */
async function logged(run: () => Promise<unknown>): Promise<string[]> {
	const before = logText().length;
	await run();
	// The logger writes when it comes to it.
	let text = '';
	for (const end = Date.now() + 5000; Date.now() < end && !text.includes('Leanplum run:'); ) {
		await new Promise((done) => setTimeout(done, 20));
		text = logText().slice(before);
	}
	return text.split('\n').flatMap((line) => {
		const found = /(debug|info)\b.*?(Leanplum (?:request|run): [^"|{]*)/.exec(line);
		return found ? [`${found[1]} ${found[2]!.trim()}`] : [];
	});
}

const withoutTimes = (lines: string[]) => lines.map((line) => line.replace(/ ms=\d+/, ' ms=?'));

describe('The log of n8n', () => {
	it('has a line for each request and one for the run', async () => {
		const status = { kind: 'status', status: 503 } as const;
		await testApp.admin.fault({ appId: testApp.appId, times: 2, fault: status });
		const users = userNames(3);
		const lines = await logged(
			async () => await testApp.run({ ...TRACK, options: QUICK }, eventsOf(users)),
		);
		expect(withoutTimes(lines)).toEqual([
			expect.stringMatching(
				/^debug Leanplum request: action=multi calls=3 bytes=[1-9]\d+ status=503 ms=\? try=1$/,
			),
			expect.stringMatching(
				/^debug Leanplum request: action=multi calls=3 bytes=[1-9]\d+ status=503 ms=\? try=2$/,
			),
			expect.stringMatching(
				/^debug Leanplum request: action=multi calls=3 bytes=[1-9]\d+ status=200 ms=\? try=3$/,
			),
			'info Leanplum run: operation=event.track items=3 done=3 requests=3 retries=2 ms=?',
		]);
	});

	it('holds no IDs and no keys', async () => {
		const lines = (
			await logged(async () => await testApp.run(TRACK, eventsOf(['ada-4711'])))
		).join();
		expect(lines).toContain('action=track calls=1');
		for (const secret of ['ada-4711', 'Purchase', testApp.appId, testApp.credential.clientKey]) {
			expect(lines).not.toContain(secret);
		}
	});

	it('tells why no answer came', async () => {
		const credential = { ...testApp.credential, apiUrl: 'http://127.0.0.1:9/api' };
		const lines = await logged(
			async () =>
				await testApp.run({ ...TRACK, options: { maxRetries: 0 } }, eventsOf(['ada']), {
					credential,
				}),
		);
		expect(lines[0]).toContain('status=none why=refused');
		expect(lines.at(-1)).toContain('items=1 failed=1 requests=1 retries=0');
	});

	it('counts the look-up of names, and tells previews and stopped runs as such', async () => {
		const profile = { resource: 'user', operation: 'export', userId: 'ada' };
		const named = { ...profile, options: { ...QUICK, messageNames: true } };
		const ofNames = await logged(async () => await testApp.run(named));
		expect(ofNames.at(-1)).toContain('items=1 done=1 requests=2 retries=0');
		const options = { ...QUICK, previewOnly: '={{ $json.user === "ada" }}' };
		const mixed = await logged(
			async () => await testApp.run({ ...TRACK, options }, eventsOf(['ada', 'eve'])),
		);
		expect(mixed.at(-1)).toContain('items=2 preview=1 done=1 requests=1');
		const allPreviewed = await logged(
			async () => await testApp.run({ ...TRACK, options }, eventsOf(['ada'])),
		);
		expect(allPreviewed).toEqual([expect.stringContaining('items=1 preview=1 requests=0')]);
		await testApp.admin.settings({ latencyMs: 20_000 }, testApp.appId);
		const { requests } = await testApp.stats();
		const cancelWhen = async () => (await testApp.stats()).requests > requests;
		const stopped = await logged(
			async () => await testApp.run(TRACK, eventsOf(['ada']), { cancelWhen }),
		);
		expect(stopped[0]).toContain('status=none why=stopped');
	});

	it('names no action that the user made up', async () => {
		const custom = { resource: 'custom', operation: 'callAction', key: 'production' };
		const lines = await logged(
			async () =>
				await testApp.run({ ...custom, leanplumAction: 'ada-4711', argumentsJson: '{}' }, [{}], {
					settings: { onError: 'continueRegularOutput' },
				}),
		);
		expect(lines[0]).toContain('action=custom ');
		expect(lines.join()).not.toContain('4711');
	});
});
