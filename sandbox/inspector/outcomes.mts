import type { RecordedAction, RecordedRequest, RequestSummary } from 'leanplum-sandbox';
import { badge, type Tone } from './parts.mjs';

/** The colour of each outcome of an action. */
export const TONES: Record<RecordedAction['outcome'], Tone> = {
	done: 'good',
	skipped: 'warn',
	failed: 'bad',
	notProcessed: 'quiet',
};

/** The outcomes in words. */
export const WORDS: Record<RecordedAction['outcome'], string> = {
	done: 'done',
	skipped: 'skipped',
	failed: 'failed',
	notProcessed: 'not processed',
};

/** All outcomes, in the order in which they are shown. */
export const OUTCOMES = ['done', 'skipped', 'failed', 'notProcessed'] as const;

/** The HTTP status of a request, or why it has none. */
export function statusMark({
	status,
	dropped,
	durationMs,
}: RequestSummary | RecordedRequest): HTMLElement {
	if (dropped !== undefined) return badge('bad', 'cut');
	if (status === undefined) return badge('quiet', durationMs === undefined ? '…' : 'none');
	return badge(status < 300 ? 'good' : status < 500 ? 'warn' : 'bad', status);
}
