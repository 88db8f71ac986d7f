import type { AppIdentity, KeyClass } from 'leanplum-sandbox';
import { Agent, request, type FormData as UndiciFormData } from 'undici';
import { z } from 'zod';
import {
	startSandboxProcess,
	type RunningSandbox,
	type SandboxProcess,
} from '../../testkit/sandboxProcess.mts';
import { sandboxOfTheRun } from '../sandboxOfTheRun.mts';

const itemSchema = z
	.object({
		success: z.boolean(),
		warning: z.object({ message: z.string() }).strict().optional(),
		error: z.object({ message: z.string() }).strict().optional(),
	})
	.passthrough();

const envelopeSchema = z.object({ response: z.array(itemSchema) }).passthrough();

export type ReplyItem = z.infer<typeof itemSchema>;

/** A reply of the API, its envelope checked. */
export interface Reply {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	root: z.infer<typeof envelopeSchema>;
	items: ReplyItem[];
	/** The only item, or the first one. */
	item: ReplyItem;
}

/** Waits until something has come about; fails after fifty seconds. */
export async function eventually<T>(
	probe: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
	const deadline = Date.now() + 50_000;
	for (;;) {
		const found = await probe();
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Error('It has not come about within fifty seconds.');
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** An HTTP request as plainly as can be. */
export interface RawRequest {
	method?: 'GET' | 'POST';
	path?: string;
	query?: Record<string, string>;
	headers?: Record<string, string>;
	body?: string | Buffer | UndiciFormData;
}

/** One action of a batch. */
export type BatchItem = { action: string } & Record<string, unknown>;

export const nowSeconds = (): number => Date.now() / 1000;

/** Calls the API of one app the way Leanplum documents it. */
export class ApiClient {
	readonly #agent = new Agent({ connections: 8 });

	constructor(
		readonly origin: string,
		readonly identity: AppIdentity,
	) {}

	/** The arguments that every request carries. */
	envelope(keyClass: KeyClass = 'production') {
		const { appId, keys } = this.identity;
		return { appId, clientKey: keys[keyClass], apiVersion: '1.0.6' };
	}

	async raw({
		method = 'POST',
		path = '/api',
		query,
		headers = {},
		body,
	}: RawRequest): Promise<Reply> {
		const search = query ? `?${new URLSearchParams(query)}` : '';
		const response = await request(`${this.origin}${path}${search}`, {
			method,
			headers,
			dispatcher: this.#agent,
			...(body === undefined ? {} : { body }),
		});
		const text = await response.body.text();
		const root = envelopeSchema.parse(JSON.parse(text));
		const items = root.response;
		const item = items[0] ?? { success: false };
		return { status: response.statusCode, headers: response.headers, text, root, items, item };
	}

	/** A single action as POST with a JSON body. */
	call(
		action: string,
		args: Record<string, unknown> = {},
		keyClass: KeyClass = 'production',
	): Promise<Reply> {
		return this.raw({
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ ...this.envelope(keyClass), action, ...args }),
		});
	}

	/** A JSON multi; `extra` may replace its `time` (epoch seconds). */
	multi(
		data: BatchItem[],
		extra: Record<string, unknown> = {},
		keyClass: KeyClass = 'production',
	): Promise<Reply> {
		return this.call('multi', { time: nowSeconds(), data, ...extra }, keyClass);
	}

	async close(): Promise<void> {
		await this.#agent.destroy();
	}
}

/** A sandbox, and for each test an app of its own in it. */
export class Bench<Sandbox extends RunningSandbox = RunningSandbox> {
	sandbox!: Sandbox;
	/** Calls the app of the current test. */
	api!: ApiClient;

	get admin() {
		return this.sandbox.admin;
	}

	/** ID of the current test's app. */
	get appId(): string {
		return this.api.identity.appId;
	}

	/** Everything stored about a user of the current test's app; fails when there is none. */
	async user(userId: string) {
		const user = await this.admin.user(this.appId, userId);
		if (!user) throw new Error(`There is no user ${userId}.`);
		return user;
	}

	/** Registers the hooks of a test file. */
	static forThisFile(): Bench {
		const bench = new Bench();
		bench.sandbox = sandboxOfTheRun();
		bench.appForEachTest();
		return bench;
	}

	/** The same for a file that looks at the sandbox as a whole, or resets it. */
	static withOwnSandbox(): Bench<SandboxProcess> {
		const bench = new Bench<SandboxProcess>();
		beforeAll(async () => {
			bench.sandbox = await startSandboxProcess();
		});
		bench.appForEachTest();
		afterAll(() => bench.sandbox.stop());
		return bench;
	}

	private appForEachTest(): void {
		beforeEach(async () => {
			const { origin } = new URL(this.sandbox.apiUrl);
			this.api = new ApiClient(origin, await this.admin.newApp());
		});
		afterEach(() => this.api.close());
	}
}
