import type { IDataObject } from 'n8n-workflow';
import { SeenStore } from '../../testkit/seenStore.mts';
import { TriggerServer } from '../../testkit/triggerServer.mts';
import { MESSAGES, TestApp } from './testApp.mts';

/** Posts as Leanplum does, with a login in the URL as basic authentication. */
export async function post(url: string, init: RequestInit = {}): Promise<Response> {
	const { username, password, href } = new URL(url);
	const headers = new Headers(init.headers);
	const bare = new URL(href);
	bare.username = '';
	bare.password = '';
	if (password) {
		const login = Buffer.from(`${username}:${password}`).toString('base64');
		headers.set('authorization', `Basic ${login}`);
	}
	return await fetch(bare, { method: 'POST', ...init, headers });
}

/** Besides the sandbox, a workflow with the trigger for each test, not yet switched on. */
export class TriggerTestApp extends TestApp {
	server!: TriggerServer;
	store!: SeenStore;

	protected override registerHooks(): void {
		super.registerHooks();
		beforeAll(async () => {
			this.store = await SeenStore.shared();
		});
		beforeEach(async () => {
			this.store.clear();
			this.server = await TriggerServer.start({}, this.credential);
		});
		afterEach(() => this.server.stop());
	}

	/** The app's postback rules. */
	async rules() {
		return await this.admin.postbacks(this.appId);
	}

	/** The URL of the one rule that is registered, with other values for its placeholders. */
	async ownUrl(values: Record<string, string> = {}): Promise<string> {
		const [rule] = await this.rules();
		return rule!.postbackUrl.replace(/(\w+)=\{\{([^}]*)\}\}/g, (_all, name: string) => {
			const usual: Record<string, string> = {
				userId: 'ada',
				deviceId: 'ada-phone',
				time: '1780236000123',
				messageId: MESSAGES.push,
				event: 'Open',
				channel: 'Push Notification',
			};
			return `${name}=${encodeURIComponent(values[name] ?? usual[name] ?? '')}`;
		});
	}

	/** Posts, and gives what the workflow then got. */
	async started(url: string, init?: RequestInit): Promise<IDataObject[]> {
		const before = this.server.runs.length;
		const { status } = await post(url, init);
		expect(status).toBe(200);
		await this.server.idle();
		return this.server.runs.slice(before).flatMap(({ items }) => items.map(({ json }) => json));
	}

	/** Waits until the sandbox has delivered so many postbacks. */
	async delivered(count: number): Promise<void> {
		for (;;) {
			const deliveries = await this.admin.deliveries(this.appId);
			if (deliveries.filter(({ state }) => state === 'delivered').length >= count) break;
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		await this.server.idle();
	}

	async addForeignRules(count: number): Promise<void> {
		for (let number = 1; number <= count; number++) {
			await this.run({
				resource: 'postback',
				operation: 'add',
				postbackUrl: `https://example.com/hook-${number}?token=theirs&user={{User ID}}`,
			});
		}
	}
}
