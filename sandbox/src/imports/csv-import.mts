import { publishResults } from '../exports/raw-export.mjs';
import { toJson } from '../basics/int64.mjs';
import type { JobResult } from '../jobs/jobs.mjs';
import { carryOut, readCall } from '../leanplum/call.mjs';
import type { ReplyItem } from '../leanplum/result.mjs';
import type { App } from '../model/app.mjs';
import { csvCalls } from './csv-calls.mjs';

/** Leanplum turns the rows into requests of so many actions; each bills its distinct users (OAS). */
const REQUEST_ACTIONS = 50;

/** Carries out an import and tells how it went; undefined when it fails, because the text is no CSV. */
export function runImport(
	app: App,
	csv: string,
	defaultAction: string | undefined,
	count: (counts: { billedUsers: number; tracked: number; sent: number }) => void,
): JobResult | undefined {
	const rows = csvCalls(csv, defaultAction);
	if (!rows) return undefined;
	const extras = { parts: [], csv: undefined, importCsv: () => ({}) };
	const calls = rows.map((raw) => readCall(app, raw, undefined));
	const replies: ReplyItem[] = [];
	for (let first = 0; first < calls.length; first += REQUEST_ACTIONS) {
		const users = new Set<string>();
		const sentBefore = app.messagesSent;
		let tracked = 0;
		const now = app.now();
		for (const call of calls.slice(first, first + REQUEST_ACTIONS)) {
			const { result, looked } = carryOut(call, {
				app,
				keyClass: 'development',
				imported: true,
				now,
				requestTime: now,
				batched: true,
				extras,
			});
			if (looked && call.subject !== undefined) users.add(call.subject);
			if (call.name === 'track' && result.outcome === 'done') tracked += 1;
			replies.push(result.reply);
		}
		count({ billedUsers: users.size, tracked, sent: app.messagesSent - sentBefore });
	}
	const lines = replies.map((reply) => `${toJson(reply)}\n`);
	const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
	const name = `multi-${app.numericId}-results-0`;
	const successesCount = replies.filter(({ success }) => success).length;
	return {
		data: {
			successesCount,
			failuresCount: replies.length - successesCount,
			files: publishResults(app, [{ name, bytes, content: () => lines }]),
		},
	};
}
