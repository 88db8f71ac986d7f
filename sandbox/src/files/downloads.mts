import type { IncomingHttpHeaders } from 'node:http';

/** One download of a result file or an uploaded file. */
export interface RecordedDownload {
	/** Epoch milliseconds. */
	receivedAt: number;
	/** Absent when there was no such file. */
	appId?: string;
	path: string;
	/** As received, so that a test can see whether a key came along. */
	headers: IncomingHttpHeaders;
	connectionId: number;
	/** 0 when the connection was dropped instead. */
	status: number;
	bytesSent: number;
}

/** The downloads so far. */
export class Downloads {
	#list: RecordedDownload[] = [];

	begin(facts: {
		appId: string | undefined;
		path: string;
		headers: IncomingHttpHeaders;
		connectionId: number;
	}): RecordedDownload {
		const { appId, ...rest } = facts;
		const record = {
			receivedAt: Date.now(),
			...(appId === undefined ? {} : { appId }),
			...rest,
			status: 0,
			bytesSent: 0,
		};
		this.#list.push(record);
		return record;
	}

	list(appId?: string): RecordedDownload[] {
		return this.#list.filter((record) => appId === undefined || record.appId === appId);
	}

	clear(appId?: string): void {
		this.#list = this.#list.filter((record) => appId !== undefined && record.appId !== appId);
	}
}
