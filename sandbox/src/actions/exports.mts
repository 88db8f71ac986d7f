import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
	exportSessions,
	publishResults,
	sessionsIn,
	type S3Target,
} from '../exports/raw-export.mjs';
import { reportOf } from '../exports/reports.mjs';
import { userLines } from '../exports/user-lists.mjs';
import type { JobResult } from '../jobs/jobs.mjs';
import { appAction, type Action } from '../leanplum/action.mjs';
import { boolean, number, numericId, text, textList } from '../leanplum/arguments.mjs';
import { done, failed, missingArgument, type ActionResult } from '../leanplum/result.mjs';
import { isInvalid, TEXT } from '../leanplum/texts.mjs';
import type { App } from '../model/app.mjs';
import {
	nextPacificMidnight,
	pacificDay,
	pacificMidnight,
	pacificNoon,
} from '../basics/pacific.mjs';

/** How far back raw data goes (OAS). */
const MAX_AGE_DAYS = 60;
/** Successful exports in a Pacific day (OAS). */
const DAILY = { data: 24, report: 100, users: 40 };

/** First and last day, `YYYYmmdd`, Pacific (OAS); the last day is included. */
const DAYS = { startDate: text, endDate: text.optional() };

/** From the first second of the range to the first one after it, epoch seconds. */
interface DayRange {
	from: number;
	until: number;
}

function dayRange(args: {
	startDate: string;
	endDate?: string | undefined;
}): DayRange | ActionResult {
	const from = pacificMidnight(args.startDate);
	if (from === undefined) return failed(400, isInvalid('startDate'));
	const last = args.endDate === undefined ? from : pacificMidnight(args.endDate);
	if (last === undefined || last < from) return failed(400, isInvalid('endDate'));
	return { from, until: nextPacificMidnight(last) };
}

/** The POST that tells of the end of a job, with the reply of getExportResults (OAS callbackUrl). */
function callBack(app: App, url: string): (reply: JobResult) => void {
	return (reply) => {
		const { postbackTimeoutMs, postbackRetryMs } = app.settings();
		app.outside.post({
			appId: app.appId,
			kind: 'exportCallback',
			url,
			body: JSON.stringify({ response: [{ ...reply, success: true }] }),
			retry: false,
			timeoutMs: postbackTimeoutMs,
			retryMs: postbackRetryMs,
		});
	};
}

/** Where the files are to be copied, or which argument is missing for it. */
function s3Target(args: {
	s3BucketName?: string | undefined;
	s3AccessId?: string | undefined;
	s3AccessKey?: string | undefined;
	s3ObjectPrefix?: string | undefined;
	compressData?: boolean | undefined;
}): S3Target | ActionResult | undefined {
	if (!args.s3BucketName) return undefined;
	if (!args.s3AccessId) return missingArgument('s3AccessId');
	if (!args.s3AccessKey) return missingArgument('s3AccessKey');
	return {
		bucketName: args.s3BucketName,
		objectPrefix: args.s3ObjectPrefix ?? '',
		compress: args.compressData === true,
	};
}

/** exportData: raw sessions of some days, as files. */
const exportData = appAction({
	name: 'exportData',
	key: 'dataExport',
	args: {
		...DAYS,
		exportFormat: z.enum(['json', 'csv']).default('json'),
		/** When the data became available, epoch seconds. */
		startTime: number.optional(),
		/** When the data became available, epoch seconds. */
		endTime: number.optional(),
		callbackUrl: text.optional(),
		s3BucketName: text.optional(),
		s3AccessId: text.optional(),
		s3AccessKey: text.optional(),
		s3ObjectPrefix: text.optional(),
		compressData: boolean.optional(),
	},
	run(args, { app, now }) {
		const range = dayRange(args);
		if ('outcome' in range) return range;
		const s3 = s3Target(args);
		if (s3 && 'outcome' in s3) return s3;
		const { callbackUrl } = args;
		if (callbackUrl !== undefined && !URL.canParse(callbackUrl)) {
			return failed(400, isInvalid('callbackUrl'));
		}
		const oldest = pacificMidnight(pacificDay(pacificNoon(now, MAX_AGE_DAYS))) ?? 0;
		if (range.from < oldest) return failed(200, TEXT.exportTooOld);
		const { startTime: availableFrom = 0, endTime: availableUntil = Infinity } = args;
		const sessions = sessionsIn(app, { ...range, availableFrom, availableUntil }, now);
		if (sessions.length === 0 && !app.syntheticSessions) return failed(404, TEXT.noMatchingData);
		if (!app.admitsExport('data', pacificDay(now), DAILY.data)) {
			return failed(200, TEXT.tooManyExportsOfData);
		}
		const jobId = app.jobs.start(
			`export_${app.numericId}`,
			'export',
			() => exportSessions(app, sessions, args.exportFormat, s3),
			callbackUrl === undefined ? undefined : callBack(app, callbackUrl),
		);
		return done({ jobId });
	},
});

/** The argument that each type of report needs besides its type. */
const REPORT_SUBJECTS = {
	UserActivity: undefined,
	AbTestResults: 'abTestId',
	MessageResults: 'messageId',
	BookmarkedReport: 'bookmarkName',
} as const;

/** exportReport: figures by day, inline in the reply of getExportResults. */
const exportReport = appAction({
	name: 'exportReport',
	key: 'dataExport',
	args: {
		...DAYS,
		dataType: z.enum(['UserActivity', 'AbTestResults', 'MessageResults', 'BookmarkedReport']),
		abTestId: numericId.optional(),
		messageId: numericId.optional(),
		bookmarkName: text.optional(),
		eventNames: textList.optional(),
	},
	run(args, { app, now }) {
		const range = dayRange(args);
		if ('outcome' in range) return range;
		const subject = REPORT_SUBJECTS[args.dataType];
		if (subject !== undefined && args[subject] === undefined) return missingArgument(subject);
		const bookmark = subject === 'bookmarkName' ? app.bookmarks.get(args.bookmarkName ?? '') : {};
		const known =
			(subject !== 'abTestId' || app.abTests.has(args.abTestId ?? '')) &&
			(subject !== 'messageId' || app.messages.has(args.messageId ?? ''));
		if (!known || !bookmark) return failed(404, TEXT.noMatchingData);
		if (!app.admitsExport('report', pacificDay(now), DAILY.report)) {
			return failed(200, TEXT.tooManyExportsOfReports);
		}
		const { eventNames } = { ...bookmark, ...(args.eventNames && { eventNames: args.eventNames }) };
		const sessions = sessionsIn(app, { ...range, availableFrom: 0, availableUntil: Infinity }, now);
		const filter = {
			eventNames,
			...(subject === 'abTestId' && { abTestId: args.abTestId }),
			...(subject === 'messageId' && { messageId: args.messageId }),
		};
		const jobId = app.jobs.start(`export_report_${app.numericId}`, 'export', () => ({
			data: reportOf(app, sessions, filter),
		}));
		return done({ jobId });
	},
});

/** exportUsers: the IDs of users, one a line. */
const exportUsers = appAction({
	name: 'exportUsers',
	key: 'dataExport',
	args: {
		audienceName: text.optional(),
		abTestId: numericId.optional(),
		userAttribute: text.optional(),
	},
	run(args, { app, now }) {
		const lines = userLines(app, args);
		if (!lines || lines.length === 0) return failed(404, TEXT.noMatchingData);
		if (!app.admitsExport('users', pacificDay(now), DAILY.users)) {
			return failed(200, TEXT.tooManyExportsOfUsers);
		}
		const jobId = app.jobs.start(`export_users_${app.numericId}`, 'export', () => {
			const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
			const name = `export-users-${app.numericId}-${randomUUID()}-output-0`;
			const files = publishResults(app, [{ name, bytes, content: () => lines }]);
			return { numBytes: bytes, files };
		});
		return done({ jobId });
	},
});

/** getExportResults: the state of any export job, and where its results are. */
const getExportResults = appAction({
	name: 'getExportResults',
	key: 'dataExport',
	args: { jobId: text },
	run({ jobId }, { app }) {
		const reply = app.jobs.reply(jobId, 'export');
		return reply ? done(reply) : failed(404, TEXT.jobNotFound);
	},
});

export const EXPORT_ACTIONS: readonly Action[] = [
	exportData,
	exportReport,
	exportUsers,
	getExportResults,
];
