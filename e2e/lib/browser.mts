import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { OWNER } from './api.mts';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const OPTIONS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

function program(): string {
	const found = process.env.CHROMIUM ?? PROGRAMS.find((path) => existsSync(path));
	if (!found) throw new Error('Chromium is missing. Install it with: apt-get install chromium');
	return found;
}

/** The messages in the corner hide what is below them, and tips of expressions wait in the other corner. */
const WITHOUT_MESSAGES = '.el-notification, body > [class^="ͼ"] { display: none }';

/** The buttons and panels of the editor lie above the canvas. */
export const WITHOUT_BUTTONS =
	['workflow-chat-button', 'execute-workflow-button', 'canvas-controls']
		.map((id) => `[data-test-id="${id}"]`)
		.join() +
	', [class*="executionButtons"], [class*="nodeButtonsWrapper"], [aria-label="Select trigger node"], .el-notification { visibility: hidden }';

/** Around what a picture of the canvas shows. */
const MARGIN = 24;
/** A node's name is wider than its box, and after the last node comes a button for the next. */
const SIDE_MARGIN = { left: 64, right: 112 };

/** What the console of the page complained about. */
export interface Complaint {
	text: string;
	/** Where it comes from. */
	url: string;
}

/** A part of the page, in its pixels. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** n8n's editor in a browser, signed in as the owner. */
export class Editor {
	readonly complaints: Complaint[] = [];

	private constructor(
		readonly page: Page,
		readonly url: string,
		private readonly browser: Browser,
	) {}

	/** Opens the browser, signs in through the form, and opens a workflow. */
	static async open(url: string, workflowId: string): Promise<Editor> {
		const browser = await chromium.launch({ executablePath: program(), args: OPTIONS });
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		page.setDefaultTimeout(120_000);
		const editor = new Editor(page, url, browser);
		// n8n asks npm and its makers for news; the tests ask nobody.
		await page.route(
			(address) => address.origin !== url,
			(route) => route.fulfill({ status: 204, body: '' }),
		);
		page.on('console', (message) => {
			if (message.type() !== 'error') return;
			editor.complaints.push({ text: message.text(), url: message.location().url });
		});
		page.on('pageerror', (error) => {
			editor.complaints.push({ text: error.stack ?? error.message, url: page.url() });
		});
		await page.goto(`${url}/signin?redirect=${encodeURIComponent(`/workflow/${workflowId}`)}`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
		await page.locator('input[type="password"]').fill(OWNER.password);
		await page.keyboard.press('Enter');
		await editor.part('canvas-node').first().waitFor();
		return editor;
	}

	/** A part of the page by n8n's own mark for tests. */
	part(id: string, within: Page | Locator = this.page): Locator {
		return within.locator(`[data-test-id="${id}"]`);
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Opens the panel with n8n's nodes behind a node and searches. */
	async searchAfter(node: string, text: string): Promise<void> {
		await this.part('canvas-handle-plus', this.node(node)).click();
		await this.part('node-creator-search-bar').fill(text);
	}

	/** An entry of that panel, by the beginning of its title. */
	found(title: RegExp): Locator {
		return this.part('item-iterator-item').filter({
			has: this.part('node-creator-item-name').filter({ hasText: title }),
		});
	}

	/** Drags one thing onto another, slowly enough for n8n to see it move. */
	async drag(thing: Locator, target: Locator): Promise<void> {
		await thing.first().hover();
		await this.page.mouse.down();
		await target.hover();
		await target.hover({ position: { x: 60, y: 15 } });
		await this.page.mouse.up();
	}

	/** Opens a node's panel, as a double click does. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.part('ndv').waitFor();
		// What the mouse points at has buttons of its own.
		await this.page.mouse.move(0, 0);
	}

	/** Closes the open panel. */
	async closeNode(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.part('ndv').waitFor({ state: 'hidden' });
	}

	/**
	 * Takes a picture in n8n's light and in its dark appearance.
	 *
	 * @param clip the part of the page, if not all of it
	 */
	async pictures(path: string, clip?: Box, hidden = ''): Promise<void> {
		const style = `${WITHOUT_MESSAGES} ${hidden}`;
		for (const colorScheme of ['dark', 'light'] as const) {
			await this.page.emulateMedia({ colorScheme });
			await this.settle();
			await this.page.screenshot({ path: `${path}-${colorScheme}.png`, style, clip });
		}
	}

	/** Where the nodes, notes and connections on the canvas are. */
	async drawing(): Promise<Box> {
		const parts = await this.page.locator('.vue-flow__node, .vue-flow__edge-path').all();
		const found = await Promise.all(parts.map((part) => part.boundingBox()));
		// A straight connection has no box.
		const boxes = found.filter((box) => box !== null);
		const x = Math.min(...boxes.map((box) => box.x)) - SIDE_MARGIN.left;
		const y = Math.min(...boxes.map((box) => box.y)) - MARGIN;
		const right = Math.max(...boxes.map((box) => box.x + box.width)) + SIDE_MARGIN.right;
		// The name of a node stands below its box.
		const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + 2 * MARGIN;
		return { x, y, width: right - x, height: bottom - y };
	}

	/** Where the fields of the open panel are, from the credential to the last one. */
	async fields(): Promise<Box> {
		return await this.part('node-parameters').evaluate((panel) => {
			const { x, y, width } = panel.getBoundingClientRect();
			const list = [...panel.querySelectorAll('.parameter-input-list-wrapper')];
			const bottom = Math.max(...list.map((one) => one.getBoundingClientRect().bottom));
			return { x, y, width, height: bottom - y + 16 };
		});
	}

	/** Waits until pictures are loaded and nothing moves. */
	async settle(): Promise<void> {
		await this.page.evaluate(async () => {
			await Promise.all(Array.from(document.images, (image) => image.decode().catch(() => {})));
			await Promise.all(
				document
					.getAnimations()
					.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
					.map((animation) => animation.finished.catch(() => {})),
			);
		});
	}

	/** Whether an icon in a part of the page is shown. */
	async shown(icon: Locator): Promise<boolean> {
		return await icon.evaluate(async (image) => {
			if (!(image instanceof HTMLImageElement)) return false;
			await image.decode().catch(() => {});
			return image.complete && image.naturalWidth > 0;
		});
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
