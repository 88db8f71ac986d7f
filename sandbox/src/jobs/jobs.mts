import { randomBytes } from 'node:crypto';
import type { Settings } from '../basics/settings.mjs';

/** Fields of the reply once a job is finished. */
export type JobResult = Record<string, unknown>;

/** Work that Leanplum does after the reply. */
interface Job {
	jobId: string;
	/** Which action reads its results. */
	kind: 'export' | 'import';
	/** Epoch seconds on the app's clock. */
	startedAt: number;
	/** Does the work; undefined when it fails. Dropped once done. */
	work: (() => JobResult | undefined) | undefined;
	/** Called once, with what getExportResults then replies. */
	onEnd: ((reply: JobResult) => void) | undefined;
	result: JobResult | undefined;
	timer: NodeJS.Timeout;
}

/** A job as the admin API shows it: with the fields of its results, once it has some. */
export interface JobView extends JobResult {
	jobId: string;
	kind: 'export' | 'import';
	/** Epoch seconds on the app's clock. */
	startedAt: number;
}

/** A 19-digit number for a job id: 63 random bits (recorded: export_4727756026281984_7697342875813400576). */
const int64 = (): string => BigInt.asUintN(63, randomBytes(8).readBigUInt64BE()).toString();

/** The jobs of one app. Job ids stay known for good (recorded: polled more than a year later). */
export class Jobs {
	readonly #jobs = new Map<string, Job>();

	constructor(
		/** The app's clock, epoch seconds. */
		private readonly now: () => number,
		private readonly settings: () => Settings,
	) {}

	/** Starts a job, which ends after its time even if nobody asks for it; returns its id. */
	start(
		prefix: string,
		kind: Job['kind'],
		work: () => JobResult | undefined,
		onEnd?: (reply: JobResult) => void,
	): string {
		const jobId = `${prefix}_${int64()}`;
		const { jobPendingMs, jobRunningMs } = this.settings();
		const timer = setTimeout(() => this.#end(job), jobPendingMs + jobRunningMs);
		timer.unref();
		const job: Job = { jobId, kind, startedAt: this.now(), work, onEnd, result: undefined, timer };
		this.#jobs.set(jobId, job);
		return jobId;
	}

	/** What getExportResults or getMultiResults say about a job; undefined when they know none. */
	reply(jobId: string, kind: Job['kind']): JobResult | undefined {
		const job = this.#jobs.get(jobId);
		return job?.kind === kind ? this.#replyOf(job) : undefined;
	}

	/** How many jobs there are. */
	get count(): number {
		return this.#jobs.size;
	}

	/** All jobs with their state and, once finished, their results; in the order they were started. */
	list(): JobView[] {
		return [...this.#jobs.values()].map((job) => ({
			jobId: job.jobId,
			kind: job.kind,
			startedAt: job.startedAt,
			...this.#replyOf(job),
		}));
	}

	/** Ends all jobs without their work. */
	close(): void {
		for (const { timer } of this.#jobs.values()) clearTimeout(timer);
		this.#jobs.clear();
	}

	/** The state as in OAS: PENDING, RUNNING, then FINISHED with the results, or FAILED. */
	#replyOf(job: Job): JobResult {
		if (job.work) {
			const { jobPendingMs, jobRunningMs } = this.settings();
			const elapsedMs = (this.now() - job.startedAt) * 1000;
			if (elapsedMs < jobPendingMs) return { jobId: job.jobId, state: 'PENDING' };
			if (elapsedMs < jobPendingMs + jobRunningMs) return { jobId: job.jobId, state: 'RUNNING' };
			this.#end(job);
		}
		return job.result
			? { ...job.result, jobId: job.jobId, state: 'FINISHED' }
			: { jobId: job.jobId, state: 'FAILED' };
	}

	#end(job: Job): void {
		if (!job.work) return;
		clearTimeout(job.timer);
		const { work } = job;
		job.work = undefined;
		if (this.settings().jobOutcome === 'FINISHED') job.result = work();
		job.onEnd?.(this.#replyOf(job));
	}
}
