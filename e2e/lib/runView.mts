/** One item of a node's output, as an execution records it. */
export interface OutputItem {
	json: Record<string, unknown>;
	binary?: Record<string, { fileName?: string; mimeType: string; fileSize?: string }>;
	pairedItem?: unknown;
}

interface TaskRecord {
	executionStatus?: string;
	error?: { message: string; description?: string };
	hints?: { message: string }[];
	data?: Record<string, (OutputItem[] | null)[]>;
}

/** The data of an execution. */
export interface RunRecord {
	resultData?: {
		runData?: Record<string, TaskRecord[]>;
		error?: { message: string; description?: string; node?: { name: string } };
	};
}

/** An execution that has ended, for reading. */
export class RunView {
	constructor(
		readonly id: string,
		readonly status: string,
		readonly record: RunRecord,
	) {}

	/** Names of the nodes that ran. */
	get nodes(): string[] {
		return Object.keys(this.record.resultData?.runData ?? {});
	}

	/** What ended the execution, if something did. */
	get error(): { message: string; description?: string } | undefined {
		return this.record.resultData?.error;
	}

	#last(node: string): TaskRecord | undefined {
		return this.record.resultData?.runData?.[node]?.at(-1);
	}

	/** Items of one of a node's outputs, in its last run. */
	items(node: string, output = 0, connection = 'main'): OutputItem[] {
		return this.#last(node)?.data?.[connection]?.[output] ?? [];
	}

	json(node: string, output = 0): Record<string, unknown>[] {
		return this.items(node, output).map(({ json }) => json);
	}

	/** What a node said in its output pane. */
	hints(node: string): string[] {
		return (this.#last(node)?.hints ?? []).map(({ message }) => message);
	}
}
