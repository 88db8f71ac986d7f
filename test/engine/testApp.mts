import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeParameters,
} from 'n8n-workflow';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';
import { credentialFor } from '../../testkit/credential.mts';
import { runNode, type NodeRun, type NodeRunResult } from '../../testkit/engine.mts';
import { expectNoKeys } from './secrets.mts';
import type { RunningSandbox } from '../../testkit/sandboxProcess.mts';
import { sandboxOfTheRun } from '../sandboxOfTheRun.mts';

/** Messages that every app of the sandbox has. */
export const MESSAGES = {
	push: '4810110001000001',
	forGoldTierOnly: '4810110001000006',
	notManual: '4810110001000007',
	notStarted: '4810110001000008',
};

/** Options that keep retries short. */
export const QUICK: INodeParameters = { maxRetries: 2, retryDelay: 1 };

/** Parameters of Event → Track for the user that the item names. */
export const TRACK: INodeParameters = {
	resource: 'event',
	operation: 'track',
	identifyBy: 'userId',
	userId: '={{ $json.user }}',
	event: '={{ $json.event }}',
	options: QUICK,
};

/** What n8n keeps of the cause that the node gives for a failure; before 2.37 it keeps nothing. */
export function keptFailure(cause: 'credential-invalid' | 'temporarily-unavailable') {
	return new NodeOperationError({} as INode, 'Failed', { failure: { cause } }).failure;
}

/** Items that name users, each with an event. */
export function eventsOf(users: readonly string[], event = 'Purchase'): IDataObject[] {
	return users.map((user) => ({ user, event }));
}

/** Names for so many users. */
export function userNames(count: number): string[] {
	return Array.from({ length: count }, (_, index) => `user-${index + 1}`);
}

/** The sandbox, and for each test a fresh app in it. */
export class TestApp {
	readonly sandbox: RunningSandbox = sandboxOfTheRun();
	credential!: LeanplumCredential;

	get admin() {
		return this.sandbox.admin;
	}

	get appId() {
		return this.credential.appId;
	}

	/** Registers the hooks of a test file. */
	static forThisFile<T extends TestApp>(this: new () => T): T {
		const testApp = new this();
		testApp.registerHooks();
		return testApp;
	}

	protected registerHooks(): void {
		beforeEach(async () => {
			this.credential = await this.newCredential();
		});
	}

	/** The credential of a further app. */
	async newCredential(): Promise<LeanplumCredential> {
		return credentialFor(await this.admin.newApp(), this.sandbox.apiUrl);
	}

	/** Runs the node with the credential of the test's app; no key may be in anything that comes out. */
	async run(
		parameters: INodeParameters,
		items?: IDataObject[],
		more: Partial<NodeRun> = {},
	): Promise<NodeRunResult> {
		const { credential } = this;
		const result = await runNode({ parameters, items, credential, ...more });
		expectNoKeys(result, more.credential ?? credential);
		return result;
	}

	/** Everything that Leanplum received for the test's app. */
	async requests() {
		return await this.admin.requests(this.appId);
	}

	/** What Leanplum received of one action, in order, whether alone or in batches. */
	async received(action: string) {
		const requests = await this.requests();
		return requests.flatMap(({ actions }) => actions).filter((item) => item.action === action);
	}

	async stats() {
		return await this.admin.stats(this.appId);
	}

	async user(userId: string) {
		return await this.admin.user(this.appId, userId);
	}
}
