import type { MessageEventInput } from 'leanplum-sandbox';
import type { AdminClient } from 'leanplum-sandbox/client';
import type { N8nApi, WorkflowNode } from './api.mts';
import type { ToolArguments } from './chatModel.mts';
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
	/** Its time has come; set off by hand. */
	| { kind: 'schedule' }
	/** What a person writes into the chat. */
	| { kind: 'chat'; message: string; toolArguments: ToolArguments }
	/** A request to the production URL of its Webhook node. */
	| { kind: 'webhook'; path: string; body: object; headers?: Record<string, string> }
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

/** Runs the workflow once more; with another message where a person writes it. */
export type Again = (message?: string) => Promise<RunView>;

/** What stands in for the services outside that an example uses beside Leanplum. */
export interface Surroundings {
	/** Data of credentials, by their type. */
	credentials?: Record<string, object>;
	/** Other versions of nodes that cannot be pointed at a stand-in, by name; never of Leanplum's. */
	replace?: Record<string, (node: WorkflowNode) => WorkflowNode>;
	/** Anything else that must hold afterwards. */
	check?: (run: RunView, again: Again) => Promise<void>;
	close?: () => Promise<void>;
}

/** What a workflow in docs/workflows needs, and what has to come of it. */
export interface Example {
	prepare?: (world: ExampleWorld) => Promise<void>;
	start: ExampleStart;
	/** Starts what stands in for services outside. */
	surround?: (world: ExampleWorld) => Promise<Surroundings>;
	/** Runs of the template that take place at the same time, each with an app of its own. */
	more?: readonly Example[];
	/** What it needs that the oldest n8n does not have. */
	needsNewest?: string;
	/** The nodes in which the user has to choose something that only they have, such as a table. */
	toChoose?: readonly string[];
	/** Whether it mostly waits, so that it runs beside the others. */
	waits?: boolean;
	/** How long it may take, in milliseconds, if not a minute. */
	timeoutMs?: number;
	/** By the name of the node. */
	outputs: Record<string, ExpectedOutput>;
	/** Requests that Leanplum may get, all in all. */
	requests: number;
	/** How many actions of each kind Leanplum has to have carried out. */
	done: Record<string, number>;
	/** Anything else that Leanplum or n8n must hold afterwards; throws when it does not. */
	check?: (world: ExampleWorld, run: RunView, response: unknown) => Promise<void>;
}
