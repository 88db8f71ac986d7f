import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import { isObject } from '../../protocol/basics/json';
import { migrationHash } from '../../protocol/reply/migration';
import type { Transport } from '../../protocol/send/transport';

/** Where a workflow keeps the hash that it saw last, by app. */
const KEPT_AS = 'leanplumMigration';

const CHANGED: NodeExecutionHint = {
	message:
		"This app's migration state has changed since the workflow last ran. To see the new state, run App → Get Migration State.",
	type: 'info',
	location: 'outputPane',
};

/** Notices when the migration configuration of an app is another than the workflow saw last. */
export class MigrationWatch {
	/** By app. */
	private readonly seen = new Map<string, string>();

	/** The same transport; the hashes in its replies are noted. */
	over(transport: Transport, appId: string): Transport {
		return {
			...transport,
			send: async (request) => {
				const reply = await transport.send(request);
				const hash = 'body' in reply ? migrationHash(reply.body) : undefined;
				if (hash !== undefined) this.seen.set(appId, hash);
				return reply;
			},
		};
	}

	/** The hint for the output pane, once for each change; n8n keeps the hash of production executions. */
	hints(context: IExecuteFunctions): NodeExecutionHint[] {
		if (this.seen.size === 0) return [];
		const kept = context.getWorkflowStaticData('global');
		const before = isObject(kept[KEPT_AS]) ? kept[KEPT_AS] : {};
		const changed = [...this.seen].filter(([appId, hash]) => before[appId] !== hash);
		if (changed.length === 0) return [];
		kept[KEPT_AS] = { ...before, ...Object.fromEntries(changed) };
		return changed.some(([appId]) => before[appId] !== undefined) ? [CHANGED] : [];
	}
}
