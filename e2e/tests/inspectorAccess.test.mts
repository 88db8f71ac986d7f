/** Accessibility of the sandbox's inspector, checked by axe-core in a real browser. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { InspectorBench } from './inspectorPage.mts';

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 800 };

/** Rules that are broken, each with the places where. */
async function violations(page: Page): Promise<string[]> {
	// Colours are judged once nothing moves any more.
	await page.evaluate(() =>
		Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))),
	);
	await page.evaluate(axe.source);
	const found = await page.evaluate(async () => {
		const { axe: checker } = window as unknown as { axe: typeof axe };
		const { violations: broken } = await checker.run(document, {
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
		});
		return broken.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
	});
	return found;
}

describe('The inspector is accessible', () => {
	let bench: InspectorBench;
	before(async () => {
		bench = await InspectorBench.open();
	});
	after(() => bench.close());

	/** Something in each list. */
	async function fill(): Promise<void> {
		const data = Array.from({ length: 60 }, (_, index) => ({
			action: 'track',
			userId: `u${index % 5}`,
			event: 'Purchase',
			...(index % 7 ? {} : { createDisposition: 'never' }),
		}));
		await bench.call('multi', { time: Date.now() / 1000, data });
		const postbackUrl = 'http://127.0.0.1:9/?user={{User ID}}';
		await bench.call('addPostback', { type: 'messageEvents', postbackUrl }, 'dataExport');
		for (const last of [1, 2, 3, 4]) {
			const messageId = `481011000100000${last}`;
			await bench.call('sendMessage', { userId: 'ada', messageId, values: { offer: 'x' } });
		}
		await bench.call('exportUsers', {}, 'dataExport');
		await bench.call('track', { userId: 'ada' });
		await bench.sandbox.admin.fault({ match: { action: 'start' }, fault: { kind: 'html502' } });
	}

	for (const [colorScheme, viewport] of [
		['light', WIDE],
		['dark', WIDE],
		['light', NARROW],
	] as const) {
		it(`${colorScheme}, ${viewport.width} pixels wide`, async () => {
			const page = await bench.page('', { colorScheme, viewport });
			assert.deepEqual(await violations(page), [], 'without anything');
			await fill();
			for (const view of [
				'requests',
				'users',
				'events',
				'sent',
				'messages',
				'jobs',
				'postbacks',
				'deliveries',
				'faults',
			]) {
				await page.goto(`${bench.url}#/app_sandbox/${view}`);
				const row = page.locator('#list a.row');
				await row.first().waitFor();
				assert.deepEqual(await violations(page), [], view);
				const links = await row.evaluateAll((all) => all.map((a) => a.getAttribute('href')!));
				for (const address of view === 'sent' ? links : links.slice(0, 1)) {
					await page.evaluate((hash) => (location.hash = hash), address);
					await page.locator('#detail h2').waitFor();
					assert.deepEqual(await violations(page), [], address);
				}
			}
			const narrow = viewport === NARROW;
			const width = await page.evaluate(() => document.documentElement.scrollWidth);
			assert.ok(!narrow || width <= NARROW.width, `nothing sticks out: ${width}`);
			for (const [view, key] of [
				['users', 'n'],
				['messages', 'n'],
				['faults', 'n'],
				['faults', 'c'],
				['faults', '?'],
				['faults', 'x'],
			]) {
				await page.goto(`${bench.url}#/app_sandbox/${view}`);
				await page.locator('#list a.row').first().waitFor();
				await page.keyboard.press(key!);
				await page.getByRole('dialog').waitFor();
				assert.deepEqual(await violations(page), [], `${view} ${key}`);
				await page.keyboard.press('Escape');
			}
			await page.context().close();
			assert.deepEqual(bench.complaints, []);
		});
	}
});
