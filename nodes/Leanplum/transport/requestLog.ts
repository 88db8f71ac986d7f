import type { IExecuteFunctions } from 'n8n-workflow';
import { findAction } from '../protocol/action/catalogue';
import type { HttpReply, NoReply } from '../protocol/reply/reply';
import type { LeanplumRequest } from '../protocol/send/request';

type Values = Readonly<Record<string, string | number>>;

/** Lines of `name=value`, which people and programs can read. */
function lineOf(about: string, values: Values): string {
	const pairs = Object.entries(values).map(([name, value]) => `${name}=${value}`);
	return `Leanplum ${about}: ${pairs.join(' ')}`;
}

/** How many actions a request holds. */
function callsIn({ body: { data } }: LeanplumRequest): number {
	return Array.isArray(data) ? data.length : 1;
}

/** What of n8n is needed to write into its log; contexts of older versions may lack it. */
type Context = Partial<Pick<IExecuteFunctions, 'logger'>>;

/**
 * Tells those who run n8n what was sent, through n8n's logger: a debug line for each request, an info line
 * for each run. The lines hold names of actions and figures, but no IDs, no keys, and no values.
 */
export class RequestLog {
	private requests = 0;
	private retries = 0;

	constructor(private readonly context: Context) {}

	/**
	 * Notes a request and what came back for it.
	 *
	 * @param bytes the size of its body, without files
	 */
	request(request: LeanplumRequest, bytes: number, answer: HttpReply | NoReply, ms: number): void {
		const { action, files = [], tries = 1 } = request;
		this.answered({
			// What users call may hold anything.
			action: findAction(action) ? action : 'custom',
			calls: callsIn(request),
			bytes: files.reduce((sum, file) => sum + file.bytes.length, bytes),
			...('status' in answer ? { status: answer.status } : { status: 'none', why: answer.reason }),
			ms,
			try: tries,
		});
	}

	/** Notes that a file was asked for. */
	download(status: number | 'none', ms: number, tries: number): void {
		this.answered({ action: 'download', status, ms, try: tries });
	}

	/** Notes the end of a run. */
	run(operation: string, counts: Values, ms: number): void {
		const { requests, retries } = this;
		const values = { operation, ...counts, requests, retries, ms };
		this.context.logger?.info(lineOf('run', values));
	}

	private answered(values: Values & { try: number }): void {
		this.requests += 1;
		if (values.try > 1) this.retries += 1;
		this.context.logger?.debug(lineOf('request', values));
	}
}
