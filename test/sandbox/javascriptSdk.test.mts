import { readFileSync } from 'node:fs';
import type Sdk from 'leanplum-sdk';
import { Bench, eventually } from './api-client.mts';

const bench = Bench.forThisFile();

interface Dom {
	window: { eval(script: string): void; close(): void; Leanplum: typeof Sdk };
}

// Its published types bring the whole DOM into all tests.
const { JSDOM, VirtualConsole } = jest.requireActual<{
	JSDOM: new (html: string, options: object) => Dom;
	VirtualConsole: new () => object;
}>('jsdom');

const BUNDLE = readFileSync(require.resolve('leanplum-sdk/dist/leanplum.js'), 'utf8');
const INBOX_MESSAGE = '4810110001000003';
const TEST = '4810110002000001';

/** Leanplum's JavaScript SDK in a page of its own, as a browser runs it. */
class Page {
	readonly dom = new JSDOM('<!doctype html>', {
		url: 'http://localhost/',
		runScripts: 'outside-only',
		virtualConsole: new VirtualConsole(),
	});
	readonly leanplum: typeof Sdk;

	constructor(key: 'production' | 'development' = 'production') {
		this.dom.window.eval(BUNDLE);
		this.leanplum = this.dom.window.Leanplum;
		const { appId, keys } = bench.api.identity;
		this.leanplum.setApiPath(`${bench.api.origin}/api`);
		if (key === 'production') this.leanplum.setAppIdForProductionMode(appId, keys.production);
		else this.leanplum.setAppIdForDevelopmentMode(appId, keys.development);
		// Development mode wants a socket as well, which the sandbox does not have.
		this.leanplum.setSocketHost(new URL(bench.api.origin).host);
		this.leanplum.setRequestBatching(false, 0);
	}

	start(userId: string, attributes: Record<string, unknown> = {}): Promise<boolean> {
		return new Promise((done) => this.leanplum.start(userId, attributes, done));
	}
}

/** What the SDK hands to whoever shows its in-app messages. */
interface ShownMessage {
	message: { Title: { Text: string } };
	context: { track(): void };
}

const pages: Page[] = [];

function open(key?: 'production' | 'development'): Page {
	const page = new Page(key);
	pages.push(page);
	return page;
}

afterEach(() => {
	for (const { dom } of pages.splice(0)) dom.window.close();
});

const userIn = (userId: string, met: (user: Awaited<ReturnType<typeof bench.user>>) => boolean) =>
	eventually(async () => {
		const user = await bench.admin.user(bench.appId, userId);
		return user && met(user) ? user : undefined;
	});

describe("Leanplum's JavaScript SDK", () => {
	it('starts, and reads variables and the variant of its user', async () => {
		await bench.admin.putAbTest(bench.appId, TEST, {
			variants: [
				{ id: '5', name: 'All', percent: 100, variables: [{ name: 'button.color', value: 'red' }] },
			],
		});
		const page = open();
		const { leanplum } = page;
		leanplum.setVariables({ button: { color: 'blue', size: 3 } });
		expect(await page.start('kim', { plan: 'gold', age: 30 })).toBe(true);
		expect(leanplum.getVariables()).toEqual({ button: { color: 'red', size: 3 } });
		expect(leanplum.getVariable('button', 'color')).toBe('red');
		expect(leanplum.getVariants()).toEqual([{ id: 5 }]);
		expect(await bench.user('kim')).toMatchObject({
			attributes: { plan: 'gold', age: 30 },
			totalSessions: 1,
			devices: [{ deviceModel: 'Web Browser' }],
			location: { country: 'US' },
		});
	});

	it('tracks, advances, sets attributes, and pauses, resumes and stops its session', async () => {
		const page = open();
		await page.start('kim');
		const { leanplum } = page;
		leanplum.track('Signup', 9.5, 'by mail', { plan: 'gold' });
		leanplum.advanceTo('Checkout', 'one page', { step: 2 });
		leanplum.setUserAttributes({ plan: 'silver' });
		const user = await userIn('kim', ({ attributes }) => attributes.plan === 'silver');
		await userIn('kim', ({ states }) => states.Checkout !== undefined);
		expect(user.tracked).toMatchObject([
			{ event: 'Signup', value: 9.5, info: 'by mail', params: { plan: 'gold' }, offline: false },
		]);
		leanplum.pauseSession();
		await userIn('kim', ({ sessions }) => sessions[0]?.pausedAt !== undefined);
		leanplum.resumeSession();
		await userIn('kim', ({ sessions }) => sessions[0]?.pausedAt === undefined);
		leanplum.stop();
		await userIn('kim', ({ sessions }) => sessions[0]?.end !== undefined);
		const requests = await bench.admin.requests(bench.appId);
		expect(requests.map(({ status }) => status)).toEqual(requests.map(() => 200));
	});

	it('is anonymous until it logs in', async () => {
		const page = open();
		await new Promise((done) => page.leanplum.start(done));
		const [anonymous] = (await bench.admin.userIds(bench.appId)).slice(-1);
		expect(await bench.user(anonymous ?? '')).toMatchObject({ anonymous: true });
		page.leanplum.setUserId('kim');
		await userIn('kim', (user) => !user.anonymous);
		expect(await bench.admin.user(bench.appId, anonymous ?? '')).toBeUndefined();
	});

	it('reads its app inbox, marks a message as read and removes it', async () => {
		await bench.admin.putUser(bench.appId, 'kim');
		const message = { userId: 'kim', messageId: INBOX_MESSAGE, values: { percent: 30 } };
		await bench.api.call('sendMessage', message);
		const page = open();
		await page.start('kim');
		const inbox = page.leanplum.inbox();
		await eventually(() => (inbox.count() === 1 ? true : undefined));
		const [shown] = inbox.allMessages();
		expect([shown?.title(), shown?.isRead()]).toEqual(['Winter sale', false]);
		inbox.read(shown?.id() ?? '');
		await userIn('kim', ({ inbox: kept }) => kept[0]?.isRead === true);
		inbox.remove(shown?.id() ?? '');
		await userIn('kim', ({ inbox: kept }) => kept.length === 0);
	});

	it('shows the in-app message of the app, which counts as viewed', async () => {
		const page = open();
		const shown = new Promise<string>((done) =>
			page.leanplum.on('showMessage', (options: ShownMessage) => {
				options.context.track();
				done(options.message.Title.Text);
			}),
		);
		await page.start('kim');
		expect(await shown).toBe('Do you like the app?');
		await userIn('kim', ({ events }) => events['.m4810110001000005'] !== undefined);
	});

	it('works in development mode with the development key', async () => {
		const page = open('development');
		expect(await page.start('kim')).toBe(true);
		expect((await bench.user('kim')).sessions).toMatchObject([{ developer: true }]);
	});
});
