import { parse } from 'flatted';
import { RunView, type RunRecord } from './runView.mts';
import { until } from './process.mts';

/** Whoever sets up an n8n owns it. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Test',
	lastName: 'Owner',
	password: 'Sandbox-2026',
};

/** A workflow as a file holds it. */
export interface WorkflowFile {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	pinData?: Record<string, unknown>;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string | null; name: string }>;
	disabled?: boolean;
	[setting: string]: unknown;
}

export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** A workflow that n8n has. */
export interface StoredWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
}

interface StoredExecution {
	id: string;
	status: string;
	workflowId: string;
	data?: string;
}

/** How far n8n is with putting triggers into service, and what it shows where that failed. */
interface Publication {
	status: string;
	triggers: Array<{ errorMessage?: string | null }>;
}

/** What n8n refuses. */
export class RestError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(`${status} ${message}`);
	}
}

/** How executions end; what else an execution can be is on its way. */
const FINAL = new Set(['success', 'error', 'crashed', 'canceled']);

/** Asks n8n, which answers 503 for a while when its machine is too busy to ask its database in time. */
export async function whenReady(url: string, request: RequestInit): Promise<Response> {
	return await until('n8n is ready', async () => {
		const response = await fetch(url, request);
		if (response.status !== 503) return response;
		await response.body?.cancel();
		return undefined;
	});
}

/** The requests that n8n's editor makes of its server. */
export class N8nApi {
	/** What signs its requests in, for those that are made elsewhere. */
	cookie = '';

	constructor(readonly url: string) {}

	/**
	 * @returns `data` of the answer
	 * @throws RestError with n8n's words when it refuses
	 */
	async send<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await whenReady(`${this.url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.cookie },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new RestError(response.status, `${method} ${path}: ${text}`);
		const cookie = response.headers.getSetCookie().find((one) => one.startsWith('n8n-auth='));
		if (cookie) this.cookie = cookie.split(';')[0]!;
		return text === '' ? (undefined as T) : (JSON.parse(text) as { data: T }).data;
	}

	async createOwner(): Promise<void> {
		await this.send('POST', '/owner/setup', OWNER);
	}

	async login(): Promise<void> {
		const { email, password } = OWNER;
		await this.send('POST', '/login', { emailOrLdapLoginId: email, email, password });
	}

	/** @returns the id of the new credential */
	async createCredential(name: string, type: string, data: object): Promise<string> {
		return (await this.send<{ id: string }>('POST', '/credentials', { name, type, data })).id;
	}

	async updateCredential(id: string, name: string, type: string, data: object): Promise<void> {
		await this.send('PATCH', `/credentials/${id}`, { name, type, data });
	}

	/** Lets n8n test a credential with these data, without storing them. */
	async testCredential(id: string, name: string, type: string, data: object) {
		return await this.send<CredentialTest>('POST', '/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	async createWorkflow(file: WorkflowFile): Promise<StoredWorkflow> {
		return await this.send('POST', '/workflows', { settings: {}, active: false, ...file });
	}

	/** Puts a workflow's production triggers into service and waits until they are. */
	async activate({ id, versionId }: { id: string; versionId: string }): Promise<void> {
		await this.send('POST', `/workflows/${id}/activate`, { versionId });
		await until(`Workflow ${id} is published`, async () => {
			const { status, triggers } = await this.#publication(id);
			if (status === 'failed' || status === 'partial') {
				const reasons = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
				throw new Error(`Workflow ${id} could not be published: ${reasons.join('; ')}`);
			}
			return status === 'published';
		});
	}

	/** Since about 2.30 n8n publishes in the background; before, activation was complete at once. */
	async #publication(id: string): Promise<Publication> {
		try {
			return await this.send<Publication>('GET', `/workflows/${id}/publication-status`);
		} catch (error) {
			if (error instanceof RestError && error.status === 404) {
				return { status: 'published', triggers: [] };
			}
			throw error;
		}
	}

	async deactivate(id: string): Promise<void> {
		await this.send('POST', `/workflows/${id}/deactivate`, {});
	}

	/**
	 * Runs a workflow as the editor's button does.
	 *
	 * @param trigger the name of the node to start from
	 * @param input what the trigger gives, such as a message in the chat
	 * @returns the id of the execution
	 */
	async run(workflow: StoredWorkflow, trigger: string, input?: object): Promise<string> {
		const data = input && {
			startTime: Date.now(),
			executionTime: 0,
			executionIndex: 0,
			executionStatus: 'success',
			source: [null],
			data: { main: [[{ json: { sessionId: 'test', action: 'sendMessage', ...input } }]] },
		};
		const { executionId } = await this.send<{ executionId: string }>(
			'POST',
			`/workflows/${workflow.id}/run`,
			{ workflowData: workflow, triggerToStartFrom: { name: trigger, ...(data && { data }) } },
		);
		return executionId;
	}

	/** Lets a trigger listen for a test event, as the editor's button does. */
	async listen(workflow: StoredWorkflow, trigger: string): Promise<void> {
		const { waitingForWebhook } = await this.send<{ waitingForWebhook?: boolean }>(
			'POST',
			`/workflows/${workflow.id}/run`,
			{ workflowData: workflow, triggerToStartFrom: { name: trigger } },
		);
		if (!waitingForWebhook) throw new Error(`${trigger} does not listen.`);
	}

	/** The executions of a workflow, the newest first, without their data. */
	async executions(workflowId: string): Promise<StoredExecution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.send<{ results: StoredExecution[] }>(
			'GET',
			`/executions?filter=${filter}&limit=100`,
		);
		return results;
	}

	/** How many executions of a workflow ended or are on their way, by their status. */
	async countByStatus(workflowId: string): Promise<Record<string, number>> {
		const counts: Record<string, number> = {};
		for (const status of ['new', 'running', 'success', 'error', 'crashed']) {
			const filter = encodeURIComponent(JSON.stringify({ workflowId, status: [status] }));
			const { count } = await this.send<{ count: number }>(
				'GET',
				`/executions?filter=${filter}&limit=1`,
			);
			if (count > 0) counts[status] = count;
		}
		return counts;
	}

	/** The text of an execution's data, as n8n keeps it. */
	async executionText(id: string): Promise<string> {
		return (await this.send<StoredExecution>('GET', `/executions/${id}`)).data ?? '';
	}

	/** An execution; undefined when a busy n8n drops the connection, so that one looks again. */
	async #look(id: string): Promise<StoredExecution | undefined> {
		try {
			return await this.send<StoredExecution>('GET', `/executions/${id}`);
		} catch (error) {
			if (error instanceof TypeError && error.cause) return undefined;
			throw error;
		}
	}

	/** Waits until an execution has one of the given states, normally until it has ended. */
	async finished(id: string, states = FINAL, timeoutMs = 60_000): Promise<RunView> {
		return until(
			`Execution ${id} ${[...states].join(', ')}`,
			async () => {
				const found = await this.#look(id);
				if (!found || !states.has(found.status)) return undefined;
				// n8n 1 stores the status a moment before the data.
				const record = parse(found.data ?? '[{}]') as RunRecord | undefined;
				return record && new RunView(id, found.status, record);
			},
			{ timeoutMs, everyMs: 150 },
		);
	}
}
