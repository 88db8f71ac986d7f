import { randomUUID } from 'node:crypto';
import { csvLine } from '../basics/csv.mjs';
import { toJson } from '../basics/int64.mjs';
import type { JobResult } from '../jobs/jobs.mjs';
import { openSession } from '../model/activity.mjs';
import type { App } from '../model/app.mjs';
import type { Session } from '../model/session.mjs';
import { sessionRecord } from './session-record.mjs';
import { TABLE_COLUMNS, tableLines, type TableName } from './session-tables.mjs';
import { syntheticLines } from './synthetic-sessions.mjs';

/** Which sessions an export takes. Times in epoch seconds. */
export interface SessionRange {
	/** Start of the session; `until` not included. */
	from: number;
	until: number;
	/** When the session became available. */
	availableFrom: number;
	availableUntil: number;
}

/** Where Leanplum should copy the files; the sandbox only says that it did. */
export interface S3Target {
	bucketName: string;
	objectPrefix: string;
	compress: boolean;
}

/** The complete sessions in a range; those past their time-out are ended first. */
export function sessionsIn(app: App, range: SessionRange, now: number): Session[] {
	const delay = app.settings().dataAvailableAfterSeconds;
	const fits = ({ start, end }: Session): boolean => {
		if (end === undefined || start < range.from || start >= range.until) return false;
		const available = end + delay;
		return available <= Math.min(now, range.availableUntil) && available >= range.availableFrom;
	};
	const sessions = app.formerSessions.filter(fits);
	for (const user of app.users.values()) {
		openSession(user, undefined, now);
		for (const session of user.history) if (fits(session)) sessions.push(session);
	}
	return sessions;
}

interface Content {
	bytes: number;
	content: () => Iterable<string | Buffer>;
}

/** Lines, split so that no file is larger than the limit (but for single longer lines). */
function split(lines: readonly string[], limit: number): Content[] {
	const files: Content[] = [];
	let current: string[] = [];
	let bytes = 0;
	const close = (): void => {
		const pieces = current;
		files.push({ bytes, content: () => pieces });
		current = [];
		bytes = 0;
	};
	for (const line of lines) {
		const length = Buffer.byteLength(line);
		if (bytes > 0 && bytes + length > limit) close();
		current.push(line);
		bytes += length;
	}
	if (bytes > 0) close();
	return files;
}

function syntheticFiles(app: App, limit: number): Content[] {
	const sessions = app.syntheticSessions;
	if (!sessions) return [];
	const { count, lineBytes } = sessions;
	const linesPerFile = Math.max(1, Math.floor(limit / lineBytes));
	const files: Content[] = [];
	for (let from = 0; from < count; from += linesPerFile) {
		const to = Math.min(count, from + linesPerFile);
		files.push({
			bytes: (to - from) * lineBytes,
			content: () => syntheticLines(sessions, from, to),
		});
	}
	return files;
}

/** Publishes files for as long as export results live; returns their addresses. */
export function publishResults(app: App, files: readonly (Content & { name: string })[]): string[] {
	const expires = app.now() + app.settings().fileLifetimeSeconds;
	return files.map(({ name, bytes, content }) =>
		app.outside.publish({
			appId: app.appId,
			name,
			contentType: 'application/octet-stream',
			bytes,
			content,
			available: () => app.now() < expires,
		}),
	);
}

function jsonFiles(app: App, sessions: readonly Session[], name: string) {
	const limit = app.settings().exportFileBytes;
	const lines = sessions.map((session) => `${toJson(sessionRecord(app, session))}\n`);
	return [...split(lines, limit), ...syntheticFiles(app, limit)].map((file, index) => ({
		...file,
		name: `${name}-output-${index}`,
	}));
}

function csvFiles(app: App, sessions: readonly Session[], name: string) {
	const limit = app.settings().exportFileBytes;
	const rows = sessions.map((session) => tableLines(sessionRecord(app, session)));
	return (Object.keys(TABLE_COLUMNS) as TableName[]).flatMap((table) => {
		const header = csvLine(TABLE_COLUMNS[table]);
		const lines = rows.flatMap((row) => row[table]);
		const files = lines.length === 0 ? split([header], limit) : split(lines, limit);
		return files.map(({ bytes, content }, index) => ({
			name: `${name}-output${table}-${index}`,
			// Each file can be read by itself.
			bytes: lines.length === 0 ? bytes : bytes + header.length,
			content: lines.length === 0 ? content : () => [header, ...content()],
		}));
	});
}

/** Writes the files of an exportData job and tells where they are (recorded reply). */
export function exportSessions(
	app: App,
	sessions: readonly Session[],
	format: 'json' | 'csv',
	s3: S3Target | undefined,
): JobResult {
	const name = `export-${app.numericId}-${randomUUID()}`;
	const written =
		format === 'json' ? jsonFiles(app, sessions, name) : csvFiles(app, sessions, name);
	const files = publishResults(app, written);
	const synthetic = format === 'json' ? (app.syntheticSessions?.count ?? 0) : 0;
	return {
		numBytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
		numSessions: sessions.length + synthetic,
		files,
		...(s3 && {
			s3CopyStatus: {
				success: files.map((sourceFile, index) => ({
					sourceFile,
					destFile: `${s3.objectPrefix}${written[index]?.name ?? ''}${s3.compress ? '.gz' : ''}`,
				})),
			},
		}),
	};
}
