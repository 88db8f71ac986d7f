import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { pacificDay } from '../../testkit/pacificDay.mts';

/** What one column of the table does: an operation on a few items. */
export interface Workload {
	/** The heading of its column. */
	readonly name: string;
	/** The action that is struck, and whose carrying out by the sandbox counts as done. */
	readonly action: string;
	/** Whether doing it twice does no more than doing it once. */
	readonly repeatable: boolean;
	/** An action that must have been carried out once whatever happens. */
	readonly once?: string;
	readonly parameters: INodeParameters;
	/** Whom the items are about; without it there is one item about nobody. */
	readonly users?: readonly string[];
	/** Binary fields of each item. */
	readonly binary?: Record<string, string>;
	/** Changes nothing in Leanplum. */
	readonly reads?: true;
	/** Takes a finished export of the app as `jobId`. */
	readonly needsExport?: true;
	/** What each item's output must hold to be its own. */
	readonly holds?: (user: string) => IDataObject;
}

/** Stands for the action where files are fetched from where they lie. */
export const FILES = '/files/';

const USERS = ['user-1', 'user-2', 'user-3'];

/** Users are known beforehand, so that one that is not is skipped. */
const KNOWN_ONLY: INodeParameters = { createDisposition: 'CreateNever' };

const SET: INodeParameters = {
	resource: 'user',
	operation: 'setAttributes',
	userId: '={{ $json.user }}',
	attributesFrom: 'json',
	attributesJson: '{"plan":"gold"}',
	...KNOWN_ONLY,
};

const TRACK: INodeParameters = {
	resource: 'event',
	operation: 'track',
	userId: '={{ $json.user }}',
	event: 'Purchase',
	additionalFields: KNOWN_ONLY,
};

/** A push notification, which the sandbox's apps have. */
const SEND: INodeParameters = {
	resource: 'message',
	operation: 'send',
	userId: '={{ $json.user }}',
	messageId: '4810110001000001',
};

const ALONE: INodeParameters = { batching: 'off', parallelRequests: 1 };

const ofTheUser = (userId: string): IDataObject => ({ userId });

/** The classes of actions, each batched and single where it can be both. */
export function workloads(): readonly Workload[] {
	const exportRawData: INodeParameters = {
		resource: 'export',
		operation: 'rawData',
		mode: 'wait',
		output: 'job',
		startDate: pacificDay(20),
		endDate: pacificDay(),
		options: { pollInterval: 0.01 },
	};
	return [
		{
			name: 'Attributes, shared request',
			action: 'setUserAttributes',
			repeatable: true,
			parameters: SET,
			users: USERS,
			holds: ofTheUser,
		},
		{
			name: 'Attributes, one by one',
			action: 'setUserAttributes',
			repeatable: true,
			parameters: { ...SET, options: ALONE },
			users: USERS,
			holds: ofTheUser,
		},
		{
			name: 'Events, shared request',
			action: 'track',
			repeatable: false,
			parameters: TRACK,
			users: USERS,
			holds: ofTheUser,
		},
		{
			name: 'Events, one by one',
			action: 'track',
			repeatable: false,
			parameters: { ...TRACK, options: ALONE },
			users: USERS,
			holds: ofTheUser,
		},
		{
			name: 'Messages, shared request',
			action: 'sendMessage',
			repeatable: false,
			parameters: SEND,
			users: USERS,
			holds: ofTheUser,
		},
		{
			name: 'Messages, one by one',
			action: 'sendMessage',
			repeatable: false,
			parameters: { ...SEND, options: ALONE },
			users: USERS,
			holds: ofTheUser,
		},
		{
			name: 'Read users',
			action: 'exportUser',
			repeatable: true,
			reads: true,
			parameters: {
				resource: 'user',
				operation: 'export',
				userId: '={{ $json.user }}',
				options: { parallelRequests: 1 },
			},
			users: USERS,
			holds: (user) => ({ userId: user, userAttributes: { name: user } }),
		},
		{
			name: 'Start a job',
			action: 'exportData',
			repeatable: false,
			parameters: exportRawData,
			holds: () => ({ state: 'FINISHED' }),
		},
		{
			name: 'Wait for a job',
			action: 'getExportResults',
			once: 'exportData',
			repeatable: true,
			reads: true,
			parameters: exportRawData,
			holds: () => ({ state: 'FINISHED' }),
		},
		{
			name: 'Download a file',
			action: FILES,
			repeatable: true,
			reads: true,
			parameters: { resource: 'export', operation: 'downloadResults' },
			needsExport: true,
		},
		{
			name: 'Upload a file',
			action: 'uploadFile',
			repeatable: true,
			parameters: { resource: 'file', operation: 'upload', binaryPropertyName: 'data' },
			binary: { data: 'content' },
		},
	];
}
