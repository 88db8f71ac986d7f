/**
 * Takes the pictures of the inspector for sandbox/README.md anew:
 * `npx tsx e2e/tests/inspectorPictures.mts`, then make them smaller with
 * `pngquant --force --ext .png 128 docs/images/inspector-*.png`.
 */
import { InspectorBench, rows } from './inspectorPage.mts';

const NAMES = ['Maria', 'Jonas', 'Aiko', 'Samir', 'Elena', 'Tom', 'Priya', 'Lucas'];
const CITIES = ['Basel', 'Porto', 'Osaka', 'Lyon', 'Graz'];
const SIZE = { viewport: { width: 1240, height: 760 }, deviceScaleFactor: 1.5 };

const bench = await InspectorBench.open();
const page = await bench.page('#/app_sandbox/sent', { ...SIZE, colorScheme: 'light' });

const time = Date.now() / 1000;
for (const part of [0, 1]) {
	const data = Array.from({ length: 50 }, (_, index) => ({
		action: 'setUserAttributes',
		userId: `crm-${1001 + part * 50 + index}`,
		...(index % 17 === 5 ? { createDisposition: 'CreateNever' } : {}),
		userAttributes: {
			firstName: NAMES[index % NAMES.length],
			city: CITIES[index % CITIES.length],
			tier: index % 4 ? 'silver' : 'gold',
		},
	}));
	await bench.call('multi', { time, data });
}
await bench.call('track', {
	userId: 'grace',
	event: 'Purchase',
	value: 49,
	params: { sku: 'B-7' },
});
const send = (userId: string, last: number, values: object) =>
	bench.call('sendMessage', { userId, messageId: `481011000100000${last}`, values });
await send('alan', 3, { percent: 30 });
await send('grace', 2, { firstName: 'Grace', orderId: 'A-1042' });
await send('ada', 1, { firstName: 'Ada' });
await send('alan', 8, {});
await send('ada', 6, { offer: 'Free shipping on everything' });
await send('alan', 6, { offer: 'Free shipping on everything' });

await rows(page, 5);
await page.locator('#list a.row').nth(1).click();
await page.locator('.phone').waitFor();
await page.waitForTimeout(4000);
await page.screenshot({ path: 'docs/images/inspector-light.png' });

await page.emulateMedia({ colorScheme: 'dark' });
await page.keyboard.press('1');
await page.locator('#list a.row', { hasText: 'setUserAttributes' }).first().click();
await page.locator('.action').first().waitFor();
await page.mouse.move(0, 0);
await page.waitForTimeout(500);
await page.screenshot({ path: 'docs/images/inspector-dark.png' });
await bench.close();
