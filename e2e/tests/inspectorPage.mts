import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KeyClass } from 'leanplum-sandbox';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { startSandboxProcess, type SandboxProcess } from '../../testkit/sandboxProcess.mts';

const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const OPTIONS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

function launch(): Promise<Browser> {
	if (!existsSync(PROGRAM)) throw new Error('Chromium is missing: apt-get install chromium');
	return chromium.launch({ executablePath: PROGRAM, args: OPTIONS });
}

/** The inspector of a sandbox in a browser, and the API of that sandbox. */
export class InspectorBench {
	/** What the browser complained about, and what it asked other hosts for. */
	readonly complaints: string[] = [];

	private constructor(
		readonly sandbox: SandboxProcess,
		private readonly browser: Browser,
	) {}

	static async open(): Promise<InspectorBench> {
		const [sandbox, browser] = await Promise.all([startSandboxProcess(), launch()]);
		return new InspectorBench(sandbox, browser);
	}

	get url(): string {
		return new URL('/inspector/', this.sandbox.apiUrl).href;
	}

	/** Opens the inspector with everything in its first state. */
	async page(at = '', options: BrowserContextOptions = {}): Promise<Page> {
		await this.sandbox.admin.reset();
		this.complaints.length = 0;
		return this.anotherPage(at, options);
	}

	async anotherPage(at = '', options: BrowserContextOptions = {}): Promise<Page> {
		const viewport = { width: 1280, height: 800 };
		const context = await this.browser.newContext({ viewport, ...options });
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		const { origin } = new URL(this.url);
		page.on('console', (message) => {
			if (message.type() === 'error') this.complaints.push(message.text());
		});
		page.on('pageerror', (error) => this.complaints.push(error.message));
		page.on('dialog', (dialog) => {
			this.complaints.push(`dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
		page.on('request', (request) => {
			if (!request.url().startsWith(origin)) this.complaints.push(`elsewhere: ${request.url()}`);
		});
		await page.goto(`${this.url}${at}`);
		await page.locator('#live[data-state="live"]').waitFor({ state: 'attached' });
		return page;
	}

	/** Calls the API as a workflow does; `app` is the one that is always there if not given. */
	async call(action: string, args: object, key: KeyClass = 'production'): Promise<number> {
		const { apiUrl, appId, keys } = this.sandbox;
		const envelope = { appId, clientKey: keys[key], apiVersion: '1.0.6', action };
		const response = await fetch(apiUrl, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ ...envelope, ...args }),
		});
		await response.arrayBuffer();
		return response.status;
	}

	async close(): Promise<void> {
		await this.browser.close();
		await this.sandbox.stop();
	}
}

/** Waits until a list shows so many rows. */
export async function rows(page: Page, number: number): Promise<void> {
	await page.waitForFunction(
		(wanted) => document.querySelectorAll('#list a.row').length === wanted,
		number,
	);
}

/** Waits until a condition holds. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
	const deadline = Date.now() + 10_000;
	while (!(await holds())) {
		assert.ok(Date.now() < deadline, `${what}: not within ten seconds`);
		await sleep(25);
	}
}

/** What has the focus: its id, or the row it is in, or its text. */
const focused = (page: Page): Promise<string> =>
	page.evaluate(() => {
		const element = document.activeElement;
		if (!(element instanceof HTMLElement)) return '';
		return element.id || element.dataset.row || element.textContent?.trim() || element.tagName;
	});

/** Waits until something has the focus, which a page on a busy machine moves a moment later. */
export async function hasFocus(page: Page, what: string): Promise<void> {
	await until(async () => (await focused(page)) === what, `${what} has the focus`);
}
