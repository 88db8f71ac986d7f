import type { Field } from './form.mjs';

/** A way in which Leanplum can fail. */
interface FaultKind {
	kind: string;
	label: string;
	/** Fields of the fault itself; their names are those of the admin API. */
	fields?: readonly Field[];
}

const WHEN: Field = {
	name: 'when',
	label: 'When',
	kind: 'choice',
	options: [
		['before', 'before processing'],
		['during', 'halfway through the batch'],
		['after', 'after processing'],
	],
};

const PROCESS: Field = { name: 'process', label: 'Process the request first', kind: 'yesNo' };

const number = (name: string, label: string, value?: string): Field => ({
	name,
	label,
	kind: 'number',
	value,
	required: true,
});

/** The kinds that the form offers; sandbox/README.md describes all. */
export const FAULT_KINDS: readonly FaultKind[] = [
	{
		kind: 'status',
		label: 'HTTP status',
		fields: [number('status', 'Status', '429'), PROCESS],
	},
	{ kind: 'html502', label: 'A gateway’s error page', fields: [PROCESS] },
	{ kind: 'delay', label: 'Slow response', fields: [number('ms', 'Milliseconds', '5000')] },
	{ kind: 'drop', label: 'Connection lost', fields: [WHEN] },
	{ kind: 'truncate', label: 'Truncated response' },
	{ kind: 'invalidJson', label: "Response isn't JSON" },
	{ kind: 'emptyResponse', label: 'Empty response' },
	{ kind: 'tooFew', label: 'A result is missing' },
	{ kind: 'tooMany', label: 'Extra result' },
	{ kind: 'reorder', label: 'Results in another order' },
	{ kind: 'stripReqId', label: 'Results without reqId' },
	{
		kind: 'slowDrip',
		label: 'Slow response body',
		fields: [number('bytesPerSecond', 'Bytes per second', '50')],
	},
	{ kind: 'hugeReply', label: 'Huge response', fields: [number('bytes', 'Bytes', '10000000')] },
	{
		kind: 'itemError',
		label: 'Actions of a user fail',
		fields: [
			{ name: 'userId', label: 'User ID', hint: 'Leave empty for all actions.' },
			{ name: 'message', label: 'Error', value: 'Something went wrong.', required: true },
		],
	},
	{
		kind: 'batchRefused',
		label: 'Reject batches with a user',
		fields: [
			{ name: 'whenUserId', label: 'User ID', required: true },
			number('status', 'Status', '400'),
			{ name: 'message', label: 'Error', value: 'Something went wrong.', required: true },
		],
	},
	{
		kind: 'endpointMismatch',
		label: 'App on another host',
		fields: [{ name: 'apiHost', label: 'Host', value: 'api.example.com', required: true }],
	},
	{
		kind: 'redirect',
		label: 'A redirect',
		fields: [{ name: 'location', label: 'Location', required: true }],
	},
	{ kind: 'migrateState', label: 'A notice of migration' },
];

/** A kind in words. */
export const labelOf = (kind: string): string =>
	FAULT_KINDS.find((known) => known.kind === kind)?.label ?? kind;
