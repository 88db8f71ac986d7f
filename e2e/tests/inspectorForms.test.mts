/** What can be made in the sandbox's inspector, and how it is used by keyboard alone. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { hasFocus, InspectorBench, rows, until } from './inspectorPage.mts';

describe('With the inspector one can', () => {
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

	const dialog = () => page.getByRole('dialog');

	it('make a user with attributes of every type and a device', async () => {
		page = await bench.page('#/app_sandbox/users');
		await page.getByRole('button', { name: 'New user' }).click();
		await dialog().getByLabel('User ID').fill('ada');
		await dialog().getByRole('button', { name: 'Create user' }).click();
		await dialog().getByText('User ada already exists.').waitFor();
		// The browser notes the question whether there is such a user.
		bench.complaints.length = 0;
		await dialog().getByLabel('User ID').fill('new user/1');
		await dialog().getByLabel('Attributes').fill('no equals sign');
		await dialog().getByRole('button', { name: 'Create user' }).click();
		await dialog().getByText('is not name = value').waitFor();
		await dialog()
			.getByLabel('Attributes')
			.fill('tier = gold\nvisits = 3\nlist = [a, 2]\nzip = 08001x');
		await dialog().getByLabel('Device').selectOption('Android OS');
		await dialog().getByRole('button', { name: 'Create user' }).click();
		await page
			.locator('#detail')
			.getByRole('heading', { name: 'new user/1', exact: true })
			.waitFor();
		bench.complaints.length = 0;
		const user = await bench.sandbox.admin.user('app_sandbox', 'new user/1');
		assert.deepEqual(user!.attributes, { tier: 'gold', visits: 3, list: ['a', 2], zip: '08001x' });
		assert.equal(user!.devices[0]!.systemName, 'Android OS');
	});

	it('make a message, change it and delete it', async () => {
		page = await bench.page('#/app_sandbox/messages');
		await page.keyboard.press('n');
		await dialog().getByLabel('Name').fill('Hello');
		await dialog().getByLabel('Channel').selectOption('Email');
		await dialog().getByLabel('Title or subject').fill('For {{Value "name"}}');
		await dialog().getByLabel('ID').fill('no number');
		await dialog().getByRole('button', { name: 'Create message' }).click();
		await dialog().getByText('The id must be a number').waitFor();
		bench.complaints.length = 0;
		await dialog().getByLabel('ID').fill('123');
		await dialog().getByRole('button', { name: 'Create message' }).click();
		await page.locator('#detail').getByRole('heading', { name: 'Hello' }).waitFor();
		assert.equal(await bench.call('sendMessage', { userId: 'ada', messageId: '123' }), 200);
		const [sent] = await bench.sandbox.admin.sent('app_sandbox');
		assert.equal(sent!.messageId, '123');
		await page.getByRole('button', { name: 'Edit' }).click();
		assert.equal(await dialog().getByLabel('Channel').inputValue(), 'Email');
		await dialog().getByLabel('State').selectOption('not started');
		await dialog().getByRole('button', { name: 'Save' }).click();
		await page.getByText('sendMessage does not send this.').waitFor();
		await page.getByRole('button', { name: 'Delete' }).click();
		await dialog().getByRole('button', { name: 'Delete' }).click();
		await rows(page, 10);
	});

	it('make a fault that strikes, and take it away', async () => {
		page = await bench.page('#/app_sandbox/faults');
		await page.getByText('No faults.').waitFor();
		await page.keyboard.press('n');
		await dialog().getByLabel('Failure').selectOption('HTTP status');
		await dialog().getByLabel('Status').fill('503');
		await dialog().getByLabel('Action').fill('track');
		await dialog().getByLabel('Requests to fail').fill('2');
		await dialog().getByRole('button', { name: 'Create fault' }).click();
		await rows(page, 1);
		assert.equal(await bench.call('setUserAttributes', { userId: 'u' }), 200);
		assert.equal(await bench.call('track', { userId: 'u', event: 'e' }), 503);
		await page.locator('#list').getByText('1 time more').waitFor();
		await page.getByRole('button', { name: 'Remove', exact: true }).click();
		await rows(page, 0);
		assert.equal(await bench.call('track', { userId: 'u', event: 'e' }), 200);
	});

	it('choose among the fields of each kind of fault', async () => {
		page = await bench.page('#/app_sandbox/faults');
		await page.keyboard.press('n');
		const kind = dialog().getByLabel('Failure');
		await kind.locator('option').nth(15).waitFor({ state: 'attached' });
		const labels = await kind.locator('option').allInnerTexts();
		for (const label of labels) {
			await kind.selectOption(label);
			await hasFocus(page, 'field-kind');
			for (const empty of await dialog().locator('input:required').all()) {
				if ((await empty.inputValue()) === '') await empty.fill('http://127.0.0.1/');
			}
			await dialog().getByRole('button', { name: 'Create fault' }).click();
			await page.locator('#detail').getByRole('heading', { name: label }).waitFor();
			await page.keyboard.press('n');
		}
		const faults = async () => (await bench.sandbox.admin.faults()).length;
		await until(async () => (await faults()) === labels.length, 'Every kind has its fault');
	});

	it('go everywhere by keyboard', async () => {
		page = await bench.page();
		await page.keyboard.press('Tab');
		await hasFocus(page, 'skip');
		await page.keyboard.press('2');
		await rows(page, 4);
		await page.keyboard.press('j');
		await hasFocus(page, 'katherine');
		await page.keyboard.press('j');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('k');
		await hasFocus(page, 'alan');
		await page.keyboard.press('Enter');
		await page.locator('#detail').getByRole('heading', { name: 'alan', exact: true }).waitFor();
		assert.equal(await page.locator('#list [aria-current]').getAttribute('data-row'), 'alan');
		await page.keyboard.press('ArrowRight');
		await hasFocus(page, 'detail-pane');
		await page.keyboard.press('Escape');
		await hasFocus(page, 'alan');
		await page.keyboard.press('End');
		await hasFocus(page, 'ada');
		// Whatever arrives meanwhile leaves the focus where it is.
		await bench.call('setUserAttributes', { userId: 'ada', userAttributes: { tier: 'platinum' } });
		await bench.call('setUserAttributes', {
			userId: 'brand-new',
			userAttributes: { tier: 'none' },
		});
		await rows(page, 5);
		await page.locator('#list').getByText('platinum').waitFor();
		await hasFocus(page, 'ada');
		await page.keyboard.press('Escape');
		await page.getByText('Select an entry').waitFor();
	});

	it('read what the keys do, and switch them off', async () => {
		page = await bench.page();
		await page.keyboard.press('?');
		await dialog().getByText('Keyboard shortcuts').waitFor();
		await dialog().getByLabel('Single-key shortcuts').uncheck();
		await page.keyboard.press('Escape');
		await dialog().waitFor({ state: 'detached' });
		await page.keyboard.press('2');
		await page.keyboard.press('c');
		assert.equal(await page.getByRole('dialog').count(), 0);
		assert.equal(await page.locator('#list-title').innerText(), 'Requests');
	});

	it('see that the sandbox has stopped', async () => {
		const other = await InspectorBench.open();
		page = await other.page();
		await other.sandbox.stop();
		await until(
			async () => (await page.locator('#live').innerText()) === 'Not connected',
			'the loss is shown',
		);
		await other.close();
	});
});
