import type { MessageEventInput } from 'leanplum-sandbox';
import type { AdminClient } from '../../tools/adminClient.mts';
import type { N8nApi } from './api.mts';
import type { RunView } from './runView.mts';

/** What an example workflow has around it while it is tested: an app of its own in the sandbox. */
export interface ExampleWorld {
	admin: AdminClient;
	appId: string;
	api: N8nApi;
}

/** How an example is set going. */
export type ExampleStart =
	| { kind: 'manual' }
	/** What a person writes into the chat. */
	| { kind: 'chat'; message: string; toolArguments: object }
	/** A request to the production URL of its Webhook node. */
	| { kind: 'webhook'; path: string; body: object }
	/** What happens to messages in Leanplum; one of it starts the workflow. */
	| { kind: 'trigger'; happens: MessageEventInput[] };

/** What a node gave. */
export interface ExpectedOutput {
	items: number;
	/** Which of the node's outputs, from 0. */
	output?: number;
	/** How many items have which `status`. */
	statuses?: Record<string, number>;
}

/** What a workflow in docs/workflows needs, and what has to come of it. */
export interface Example {
	prepare?: (world: ExampleWorld) => Promise<void>;
	start: ExampleStart;
	/** By the name of the node. */
	outputs: Record<string, ExpectedOutput>;
	/** Requests that Leanplum may get, all in all. */
	requests: number;
	/** How many actions of each kind Leanplum has to have carried out. */
	done: Record<string, number>;
	/** Anything else that Leanplum or n8n must hold afterwards; throws when it does not. */
	check?: (world: ExampleWorld, run: RunView, response: unknown) => Promise<void>;
}
