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
		['before', 'before anything is done'],
		['during', 'when half of the batch is done'],
		['after', 'when all is done'],
	],
};

const PROCESS: Field = { name: 'process', label: 'Leanplum does the work first', kind: 'yesNo' };

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
		label: 'Another HTTP status',
		fields: [number('status', 'Status', '429'), PROCESS],
	},
	{ kind: 'html502', label: 'A gateway’s error page', fields: [PROCESS] },
	{ kind: 'delay', label: 'A slow answer', fields: [number('ms', 'Milliseconds', '5000')] },
	{ kind: 'drop', label: 'The connection breaks', fields: [WHEN] },
	{ kind: 'truncate', label: 'The answer breaks off' },
	{ kind: 'invalidJson', label: 'The answer is not JSON' },
	{ kind: 'emptyResponse', label: 'The answer is empty' },
	{ kind: 'tooFew', label: 'A result is missing' },
	{ kind: 'tooMany', label: 'There is a result too many' },
	{ kind: 'reorder', label: 'Results in another order' },
	{ kind: 'stripReqId', label: 'Results without reqId' },
	{
		kind: 'slowDrip',
		label: 'The answer comes slowly',
		fields: [number('bytesPerSecond', 'Bytes a second', '50')],
	},
	{ kind: 'hugeReply', label: 'A huge answer', fields: [number('bytes', 'Bytes', '10000000')] },
	{
		kind: 'itemError',
		label: 'Actions of a user fail',
		fields: [
			{ name: 'userId', label: 'User ID', hint: 'Empty: all actions.' },
			{ name: 'message', label: 'Error', value: 'Something went wrong.', required: true },
		],
	},
	{
		kind: 'batchRefused',
		label: 'Batches with a user are refused',
		fields: [
			{ name: 'whenUserId', label: 'User ID', required: true },
			number('status', 'Status', '400'),
			{ name: 'message', label: 'Error', value: 'Something went wrong.', required: true },
		],
	},
	{
		kind: 'endpointMismatch',
		label: 'The app lives elsewhere',
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
