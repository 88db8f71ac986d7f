import './quiet.mts';
import 'reflect-metadata';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parse } from 'node:querystring';
import { HookContext, WebhookContext, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IWebhookData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { LeanplumTrigger } from '../nodes/Leanplum/LeanplumTrigger.node.ts';
import type { LeanplumCredential } from '../nodes/Leanplum/protocol/action/keys.ts';
import { additionalDataFor } from './surroundings.mts';

const NAME = 'Leanplum Trigger';
const WEBHOOK_ID = '5b6b9f9e-5c5d-4d9b-9f6e-6f1f5a0c7d10';

type Kind = 'webhook' | 'webhook-test';

const modeOf = (kind: Kind): WorkflowExecuteMode => (kind === 'webhook' ? 'webhook' : 'manual');

/** One execution that the trigger started. */
export interface TriggeredRun {
	executionId: string;
	mode: WorkflowExecuteMode;
	/** What the webhook handed over. */
	started: INodeExecutionData[][];
	/** What the trigger then gave to the workflow. */
	items: INodeExecutionData[];
	error?: Error | undefined;
}

/**
 * The part of n8n that a webhook trigger lives in: keeps the workflow and its static data, switches it
 * on and off, receives requests, answers them as n8n does, and runs the workflow on n8n's engine.
 */
export class TriggerServer {
	readonly runs: TriggeredRun[] = [];
	parameters: INodeParameters;
	credential: LeanplumCredential;
	/** What n8n stores with the workflow; it outlives a restart. */
	staticData: IDataObject = {};
	/** Another address than the real one, as behind a wrong WEBHOOK_URL. */
	address = '';
	/** What n8n calls the webhook by; workflows that programs wrote may have none. */
	webhookId: string | undefined = WEBHOOK_ID;
	readonly #node = new LeanplumTrigger();
	readonly #server: Server;
	readonly #working = new Set<Promise<void>>();
	#lastExecution = 0;

	private constructor(parameters: INodeParameters, credential: LeanplumCredential) {
		this.parameters = parameters;
		this.credential = credential;
		this.#server = createServer((request, response) => {
			const work = this.#receive(request, response);
			this.#working.add(work);
			void work.finally(() => this.#working.delete(work));
		});
	}

	/** Starts to listen on a free port of the loopback interface. */
	static async start(
		parameters: INodeParameters,
		credential: LeanplumCredential,
	): Promise<TriggerServer> {
		const server = new TriggerServer(parameters, credential);
		server.#server.listen(0, '127.0.0.1');
		await once(server.#server, 'listening');
		server.#server.unref();
		const { port } = server.#server.address() as AddressInfo;
		server.address = `http://127.0.0.1:${port}/`;
		return server;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	/** The address of the webhook, without what the node adds. */
	webhookUrl(kind: Kind = 'webhook'): string {
		return `${this.address}${kind}/${WEBHOOK_ID}/leanplum`;
	}

	/** Switches the workflow on as n8n does: registers the webhook unless it is registered. */
	async activate(kind: Kind = 'webhook'): Promise<void> {
		const { checkExists, create } = this.#node.webhookMethods.default;
		const context = this.#hookContext(kind);
		if (!(await checkExists.call(context.hooks))) await create.call(context.hooks);
		this.#save(context.workflow);
	}

	async deactivate(kind: Kind = 'webhook'): Promise<void> {
		const context = this.#hookContext(kind, 'internal');
		await this.#node.webhookMethods.default.delete.call(context.hooks);
		this.#save(context.workflow);
	}

	/** Waits until all requests that arrived are answered and their workflows ended. */
	async idle(): Promise<void> {
		while (this.#working.size > 0) await Promise.all(this.#working);
	}

	#workflow(): Workflow {
		const node: INode = {
			id: '1',
			name: NAME,
			type: 'leanplumTrigger',
			typeVersion: 1,
			position: [0, 0],
			...(this.webhookId ? { webhookId: this.webhookId } : {}),
			parameters: this.parameters,
			credentials: { leanplumApi: { id: '1', name: 'Leanplum' } },
		};
		return new Workflow({
			id: '1',
			nodes: [node],
			connections: {},
			nodeTypes: {
				getByName: () => this.#node,
				getByNameAndVersion: () => this.#node,
				getKnownTypes: () => ({}),
			},
			active: true,
			staticData: structuredClone(this.staticData),
			settings: { executionOrder: 'v1' },
		});
	}

	#save(workflow: Workflow): void {
		this.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
	}

	#parts(kind: Kind, workflow: Workflow, executionId = '') {
		const mode = modeOf(kind);
		const data = additionalDataFor(this.credential, { address: this.address, mode, executionId });
		const webhook: IWebhookData = {
			httpMethod: 'POST',
			node: NAME,
			path: `${WEBHOOK_ID}/leanplum`,
			webhookDescription: this.#node.description.webhooks![0]!,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: data,
			isTest: kind === 'webhook-test',
		};
		return { mode, data, webhook, node: workflow.getNode(NAME)! };
	}

	/** @param mode as n8n gives it: "internal" for what it removes, of either kind */
	#hookContext(kind: Kind, mode: WorkflowExecuteMode = kind === 'webhook' ? 'trigger' : 'manual') {
		const workflow = this.#workflow();
		const { data, webhook, node } = this.#parts(kind, workflow);
		const hooks = new HookContext(workflow, node, data, mode, 'activate', webhook);
		return { workflow, hooks };
	}

	async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
		const kind = pathname.split('/')[1] === 'webhook-test' ? 'webhook-test' : 'webhook';
		const workflow = this.#workflow();
		const executionId = String(++this.#lastExecution);
		const { mode, data, webhook, node } = this.#parts(kind, workflow, executionId);
		data.httpRequest = expressRequest(request, search) as unknown as typeof data.httpRequest;
		data.httpResponse = expressResponse(response) as unknown as typeof data.httpResponse;
		const context = new WebhookContext(workflow, node, data, mode, webhook, [], null);
		let received;
		try {
			received = await this.#node.webhook.call(context);
		} catch {
			response.writeHead(500).end();
			return;
		}
		const waits = workflow.expression.getSimpleParameterValue(
			node,
			webhook.webhookDescription.responseMode,
			mode,
			{},
		);
		const answersAtOnce = waits !== 'lastNode' || !received.workflowData;
		if (!received.noWebhookResponse && answersAtOnce) {
			response.writeHead(200).end(String(received.webhookResponse ?? ''));
		}
		if (!received.workflowData) return;
		const { error } = await this.#run(executionId, kind, received.workflowData);
		if (!answersAtOnce) response.writeHead(error ? 500 : 200).end();
	}

	/** Runs an execution again under an ID of its own, as n8n does when the user retries it. */
	async retry({ started }: TriggeredRun): Promise<void> {
		await this.#run(String(++this.#lastExecution), 'webhook', started, 'retry');
	}

	/** Runs an execution again under its ID, as n8n does when the worker that ran it died. */
	async runAgain({ executionId, started }: TriggeredRun): Promise<void> {
		await this.#run(executionId, 'webhook', started);
	}

	async #run(
		executionId: string,
		kind: Kind,
		started: INodeExecutionData[][],
		mode: WorkflowExecuteMode = modeOf(kind),
	): Promise<TriggeredRun> {
		const workflow = this.#workflow();
		const { data, node } = this.#parts(kind, workflow, executionId);
		const run = await new WorkflowExecute(
			data,
			mode,
			createRunExecutionData({
				executionData: {
					nodeExecutionStack: [{ node, data: { main: started }, source: null }],
				},
			}),
		).processRunExecutionData(workflow);
		const triggered: TriggeredRun = {
			executionId,
			mode,
			started,
			items: run.data.resultData.runData[NAME]?.[0]?.data?.main?.[0] ?? [],
			error: run.data.resultData.error,
		};
		this.runs.push(triggered);
		return triggered;
	}
}

/** What n8n adds to a request before a node sees it. */
function expressRequest(request: IncomingMessage, search: string) {
	return Object.assign(request, {
		query: parse(search.slice(1)),
		params: {},
		body: {},
		async readRawBody(this: { rawBody?: Buffer }) {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			this.rawBody = Buffer.concat(chunks);
		},
	});
}

/** The two methods of Express with which nodes answer by themselves. */
function expressResponse(response: ServerResponse) {
	return Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return response;
		},
		json(body: unknown) {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(body));
		},
	});
}
