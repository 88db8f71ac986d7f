import type { N8nApi, StoredWorkflow } from './api.mts';
import { createDataTable, type DataTable } from './dataTable.mts';

/** What the rows of the templates have that send from a data table. */
export interface WaitingRow {
	user_id: string;
	/** From when it may be sent; empty for one that needs a look. */
	due: string | null;
	/** The execution that has taken it. */
	run: string | null;
	problem: string | null;
}

/** An event as the template `collect-events` keeps it. */
export interface EventRow extends WaitingRow {
	event_id: string;
	event: string;
	happened_at: string;
	parameters: string;
}

/** A user as the template `resumable-sync` keeps them. */
export interface UserRow extends WaitingRow {
	attributes: string;
}

const WAITING = { user_id: 'string', due: 'date', run: 'string', problem: 'string' } as const;

/** The nodes in which the table is chosen, beside the one that takes the oldest row. */
export const TABLE_NODES = ['Store', 'Set Apart', 'Send Later', 'Remove Sent'];

export async function createEventTable(api: N8nApi, name: string): Promise<DataTable<EventRow>> {
	return await createDataTable<EventRow>(api, name, {
		...WAITING,
		event_id: 'string',
		event: 'string',
		happened_at: 'string',
		parameters: 'string',
	});
}

export async function createUserTable(api: N8nApi, name: string): Promise<DataTable<UserRow>> {
	return await createDataTable<UserRow>(api, name, { ...WAITING, attributes: 'string' });
}

/** A time that has come. */
export const now = (): string => new Date().toISOString();

/** The minutes pass after which an execution sends again what an earlier one put back or left behind. */
export async function letTimePass(table: DataTable<WaitingRow>): Promise<void> {
	await table.update('problem', null, { due: now() });
}

/** The workflow that an execution belongs to. */
export async function workflowOf(api: N8nApi, executionId: string): Promise<StoredWorkflow> {
	const { workflowId } = await api.send<{ workflowId: string }>(
		'GET',
		`/executions/${executionId}`,
	);
	return await api.send<StoredWorkflow>('GET', `/workflows/${workflowId}`);
}
