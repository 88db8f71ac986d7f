import type { JobView } from 'leanplum-sandbox';
import { browse } from './api.mjs';
import { detail } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { fullSeconds, shortTime } from './format.mjs';
import { jsonView } from './json-view.mjs';
import { badge, facts, heading, section, type Tone } from './parts.mjs';
import type { View } from './view.mjs';

const KINDS: readonly [RegExp, string][] = [
	[/^export_report_/, 'Report'],
	[/^export_users_/, 'Export of users'],
	[/^export_/, 'Export of raw data'],
	[/^multi_/, 'CSV import'],
];

const STATES: Record<string, Tone> = { FINISHED: 'good', FAILED: 'bad', RUNNING: 'info' };

const nameOf = ({ jobId }: JobView): string =>
	KINDS.find(([pattern]) => pattern.test(jobId))?.[1] ?? 'Job';

const stateBadge = ({ state }: JobView): HTMLElement =>
	badge(STATES[String(state)] ?? 'quiet', String(state).toLowerCase());

function detailOf(job: JobView): Child {
	const { jobId, kind: _kind, startedAt, state: _state, ...result } = job;
	return [
		heading(nameOf(job), stateBadge(job)),
		facts([
			['Job ID', h('code', null, jobId)],
			['Started', fullSeconds(startedAt)],
		]),
		section('Result', Object.keys(result).length > 0 && jsonView(result)),
	];
}

export const jobs: View<JobView> = {
	name: 'jobs',
	title: 'Jobs',
	count: 'jobs',
	empty: 'No jobs yet. Exports and CSV imports appear here.',
	searches: 'IDs, states, results',
	read: (appId, query, signal) => browse(appId, 'jobs', query, signal),
	rowKey: ({ jobId }) => jobId,
	row: (job) => ({
		title: nameOf(job),
		time: shortTime(job.startedAt * 1000),
		notes: [stateBadge(job), h('span', { class: 'remark' }, job.jobId)],
	}),
	detail: ({ item }) => Promise.resolve(detail(item, 'job', detailOf)),
};
