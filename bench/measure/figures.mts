import type { ContenderId } from '../contenders/contender.mts';
import type { ItemWorkloadId } from '../workloads/index.mts';

/** What one process is to measure. */
export interface Job {
	contender: ContenderId;
	workload: ItemWorkloadId;
	/** Added by the sandbox before each answer, in milliseconds. */
	latencyMs: number;
	/** Runs of so many items before, which do not count. */
	warmUp: { runs: number; items: number };
	sandbox: { adminUrl: string; apiUrl: string };
}

/** What one run took. */
export interface Figures {
	wallMs: number;
	/** User and system time of the contender's process. */
	cpuMs: number;
	/** Highest resident memory above that before the run, when the input items were there. */
	memoryBytes: number;
	/** What the items that came out occupy, as far as it was asked for. */
	heldBytes: number;
	requests: number;
	connections: number;
	billedUsers: number;
	lost: number;
	doubled: number;
}

/** A download that one process is to measure. */
export interface ExportJob {
	what: 'file' | 'curl' | 'items';
	lines: number;
	/** Where files may be put. */
	folder: string;
	sandbox: { adminUrl: string; apiUrl: string };
}

export interface ExportFigures {
	wallMs: number;
	/** Without that of curl, which is a process of its own. */
	cpuMs: number;
	memoryBytes: number;
	/** Bytes of files, or items. */
	done: number;
}

/** What it takes n8n to load the package. */
export interface LoadingFigures {
	/** At n8n's start: n8n's lazy loader, which reads the metadata. */
	startMs: number;
	/** The same without metadata: the whole package is run. */
	startWithoutMetadataMs: number;
	/** When the node is first used. */
	firstUseMs: number;
	tarballBytes: number;
	unpackedBytes: number;
	files: number;
}
