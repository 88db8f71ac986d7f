/** The sandbox's inspector in a real browser. Run with `npx tsx --test e2e/tests/*.test.mts`. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { InspectorBench, rows, until } from './inspectorPage.mts';

const PUSH = '4810110001000001';

describe('The inspector', () => {
	let bench: InspectorBench;
	let page: Page;
	before(async () => {
		bench = await InspectorBench.open();
	});
	after(() => bench.close());
	afterEach(async () => {
		await page.context().close();
		assert.deepEqual(bench.complaints, []);
	});

	const row = (text: string) => page.locator('#list a.row', { hasText: text });
	const detail = () => page.locator('#detail');

	it('shows requests as they arrive, with what became of each action', async () => {
		page = await bench.page();
		await page.getByText('No requests yet').waitFor();
		await bench.call('multi', {
			time: Date.now() / 1000,
			data: [
				{ action: 'track', userId: 'ada', event: 'Purchase', params: { sku: 'A-1' } },
				{ action: 'track', userId: 'nobody', event: 'x', createDisposition: 'CreateNever' },
			],
		});
		await row('track').click();
		await detail().getByRole('heading', { name: 'multi' }).waitFor();
		assert.match(await row('track').innerText(), /1 skipped/);
		assert.match(await detail().locator('.json').last().innerText(), /"sku": "A-1"/);
		await detail().locator('summary', { hasText: 'nobody' }).click();
		assert.match(await detail().innerText(), /User not found; request skipped/);
		assert.match(await page.locator('#summary').innerText(), /1 request\s+2 actions/);
		assert.equal(await page.locator('nav [aria-current="page"]').innerText(), 'Requests\n1');
	});

	it('shows a push on the phone of its user the moment it is sent', async () => {
		page = await bench.page('#/app_sandbox/sent');
		await page.getByText('No messages sent yet').waitFor();
		await bench.call('sendMessage', { userId: 'ada', messageId: PUSH });
		await bench.call('sendMessage', {
			userId: 'ada',
			messageId: PUSH,
			values: { firstName: 'Ada' },
		});
		await rows(page, 2);
		await row('Welcome, Ada!').click();
		const notes = page.locator('.phone .notification');
		await notes.nth(1).waitFor();
		assert.match(await notes.nth(0).innerText(), /Welcome, Ada!/);
		// The one before had no value for the name, so the name itself is printed.
		assert.equal(await notes.nth(1).locator('mark').innerText(), 'firstName');
		await page.getByRole('button', { name: 'Open', exact: true }).click();
		await until(
			async () =>
				(await bench.sandbox.admin.user('app_sandbox', 'ada'))!.events[`.m${PUSH} Open`]!.count ===
				4,
			'the opening is noted',
		);
	});

	it('shows whatever a caller sends as text', async () => {
		page = await bench.page();
		const evil = '"><img src=x onerror="window.hit=1"><script>window.hit=1</script>';
		const link = 'javascript:window.hit=1';
		const values = { firstName: evil, [evil]: evil, link };
		const attributes = { [evil]: evil, __proto__x: link };
		const [, users, events, sent, ...others] = [
			'requests',
			'users',
			'events',
			'sent',
			'messages',
			'jobs',
			'postbacks',
			'deliveries',
			'faults',
		];
		const device = { deviceId: `${evil}-device`, deviceName: evil, deviceModel: link };
		await bench.call('setUserAttributes', { userId: evil, userAttributes: attributes });
		await bench.call('setDeviceAttributes', { userId: evil, ...device });
		await bench.call('track', { userId: evil, event: evil, info: evil, params: { [evil]: evil } });
		await bench.sandbox.admin.putMessage('app_sandbox', '77', {
			name: evil,
			title: evil,
			text: `{{Value "firstName"}}${evil}`,
		});
		const rule = { type: 'messageEvents', postbackUrl: `http://127.0.0.1:9/${evil}?u={{User ID}}` };
		await bench.call('addPostback', rule, 'dataExport');
		await bench.call('addPostback', { ...rule, postbackUrl: link }, 'dataExport');
		await bench.call('sendMessage', { userId: evil, messageId: '77', values });
		await bench.call('exportUsers', {}, 'dataExport');
		await bench.call(evil, { userId: evil });
		await bench.sandbox.admin.fault({
			match: { action: evil },
			fault: { kind: 'itemError', message: evil },
		});
		let seen = 0;
		for (const view of ['requests', users, events, sent, ...others]) {
			await page.goto(`${bench.url}#/app_sandbox/${view}`);
			await page.locator('#list a.row').first().waitFor();
			const links = await page
				.locator('#list a.row')
				.evaluateAll((all) => all.map((a) => a.getAttribute('href')!));
			for (const address of links) {
				await page.evaluate((hash) => (location.hash = hash), address);
				await page.locator('#detail h2').waitFor();
				if ((await detail().innerText()).includes(evil)) seen += 1;
			}
			assert.equal(
				await page.locator('main :is(img:not([src="icon.svg"]), script, iframe)').count(),
				0,
				view,
			);
			assert.equal(await page.locator('a[href^="javascript"]').count(), 0, view);
		}
		assert.ok(seen >= 8, `the texts were seen in ${seen} places`);
		assert.equal(await page.evaluate(() => 'hit' in window), false);
	});

	it('opens the user of any ID, from the list and by address alone', async () => {
		page = await bench.page('#/app_sandbox/users');
		const userIds = ['..', 'a/b?c#d%2F', '"quoted"', '"', 'half \ud83d', ' '];
		for (const [index, userId] of userIds.entries()) {
			const mark = `user number ${index}`;
			await bench.call('setUserAttributes', { userId, userAttributes: { mark } });
			await row(mark).click();
			await detail().getByRole('cell', { name: mark }).waitFor();
			await page.reload();
			await detail().getByRole('cell', { name: mark }).waitFor();
		}
	});

	it('shows large numbers with every digit', async () => {
		page = await bench.page();
		const big = '9223372036854775807';
		const { apiUrl, appId, keys } = bench.sandbox;
		const envelope = { appId, clientKey: keys.production, apiVersion: '1.0.6', userId: 'u' };
		const args = `"action":"setUserAttributes","userAttributes":{"big":${big}}`;
		const body = `${JSON.stringify(envelope).slice(0, -1)},${args}}`;
		await (await fetch(apiUrl, { method: 'POST', body })).arrayBuffer();
		await row('setUserAttributes').click();
		await detail().getByText(big).waitFor();
		await detail().getByRole('link', { name: 'Show user' }).click();
		await detail().getByRole('cell', { name: big }).waitFor();
	});

	it('searches on the server and clears when asked twice', async () => {
		page = await bench.page();
		await bench.call('track', { userId: 'ada', event: 'Purchase', params: { sku: 'needle' } });
		await bench.call('track', { userId: 'grace', event: 'Purchase' });
		await rows(page, 2);
		await page.keyboard.press('/');
		await page.keyboard.type('needle');
		await rows(page, 1);
		assert.match(await row('ada').innerText(), /Purchase/);
		await page.keyboard.press('Escape');
		await rows(page, 2);
		await page.getByRole('button', { name: 'Clear' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
		await rows(page, 2);
		await page.getByRole('button', { name: 'Clear' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
		await rows(page, 0);
		assert.deepEqual(await bench.sandbox.admin.requests('app_sandbox'), []);
	});

	it('keeps long lists short in the browser', async () => {
		page = await bench.page('#/app_sandbox/users');
		const userIds = Array.from({ length: 100_000 }, (_, index) => `user-${index}`);
		await bench.sandbox.admin.seedUsers('app_sandbox', userIds);
		await row('user-99999').waitFor();
		await rows(page, 100);
		assert.match(await page.locator('nav').innerText(), /Users\s+100,004/);
		await page.getByRole('button', { name: 'Load older' }).click();
		await rows(page, 200);
		await page.locator('#search').fill('KATHERINE@');
		await rows(page, 1);
		await row('katherine').click();
		await detail().getByText('katherine@example.com').waitFor();
	});

	for (const [newcomers, shown] of [
		[1, 201],
		[150, 200],
	] as const) {
		it(`shows older ones without a gap when ${newcomers} new ones arrive at that moment`, async () => {
			page = await bench.page('#/app_sandbox/users');
			const { admin } = bench.sandbox;
			const seed = async (name: string, count: number) => {
				const userIds = Array.from({ length: count }, (_, index) => `${name}-${index}`);
				await admin.seedUsers('app_sandbox', userIds);
			};
			await seed('user', 300);
			await rows(page, 100);
			await page.route(
				/[?&]before=/,
				async (route) => {
					await seed('newcomer', newcomers);
					await row(`newcomer-${newcomers - 1}`).waitFor();
					await route.continue();
				},
				{ times: 1 },
			);
			await page.getByRole('button', { name: 'Load older' }).click();
			await rows(page, shown);
			await row('newcomer-0').waitFor();
			await row('user-250').waitFor();
		});
	}

	it('shows keys only when asked to', async () => {
		page = await bench.page();
		const { production } = bench.sandbox.keys;
		await page.getByRole('button', { name: 'Credential' }).click();
		const dialog = page.getByRole('dialog');
		assert.match(await dialog.innerText(), /app_sandbox/);
		for (const key of Object.values(bench.sandbox.keys)) {
			assert.equal((await page.content()).includes(key), false);
		}
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await dialog.getByRole('button', { name: 'Copy Client Key' }).click();
		await until(
			async () => (await page.evaluate(() => navigator.clipboard.readText())) === production,
			'the key is copied',
		);
		assert.equal((await page.content()).includes(production), false);
		await dialog.getByRole('button', { name: 'Show Client Key' }).click();
		assert.match(await dialog.innerText(), new RegExp(production));
	});

	it('makes apps, and keeps them apart', async () => {
		page = await bench.page();
		await bench.call('track', { userId: 'ada', event: 'e' });
		await rows(page, 1);
		await page.keyboard.press('c');
		await page.getByRole('button', { name: 'Create another app' }).click();
		await rows(page, 0);
		const appId = await page.locator('#app').inputValue();
		assert.match(appId, /^app_[0-9a-f]{16}$/);
		await page.locator('#app').selectOption('app_sandbox');
		await rows(page, 1);
		await page.locator('#app').selectOption(appId);
		await rows(page, 0);
		await bench.sandbox.admin.reset();
		// That app is gone; the page goes back to the one that is always there.
		await until(async () => (await page.locator('#app').inputValue()) === 'app_sandbox', 'home');
		// A question about the app may have come too late.
		bench.complaints.length = 0;
	});
});
