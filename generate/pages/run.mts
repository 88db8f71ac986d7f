import type { INodeParameters } from 'n8n-workflow';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys.ts';
import { credentialFor } from '../../testkit/credential.mts';
import { runNode } from '../../testkit/engine.mts';
import type { RunningSandbox } from '../../testkit/sandboxProcess.mts';
import type { PageExample, Setting } from './example.mts';
import { filledIn } from './labels.mts';

/** Keeps the waiting short; a page does not show it. */
const QUICK = { retryDelay: 1, pollInterval: 0.02 };

/** Jobs end soon, in milliseconds. */
const SETTINGS = { jobPendingMs: 20, jobRunningMs: 20 };

function withoutWaiting(parameters: INodeParameters): INodeParameters {
	return { ...parameters, options: { ...QUICK, ...(parameters.options as INodeParameters) } };
}

async function settingOf(
	{ admin }: RunningSandbox,
	credential: LeanplumCredential,
): Promise<Setting> {
	const { appId } = credential;
	await admin.settings(SETTINGS, appId);
	return {
		admin,
		appId,
		async run(parameters, items) {
			const { json, error } = await runNode({
				parameters: withoutWaiting(parameters),
				credential,
				...(items ? { items } : {}),
			});
			if (error) throw error;
			return json;
		},
	};
}

const MAX_WIDTH = 90;

/** JSON with an item on one line where it fits. */
function jsonBlock(items: readonly unknown[]): string {
	const texts = items.map((item) => {
		const line = JSON.stringify(item, null, 1).replace(/\s*\n\s*/g, ' ');
		return line.length <= MAX_WIDTH ? line : JSON.stringify(item, null, '\t');
	});
	const text = texts.length === 1 ? texts[0] : `[\n${texts.join(',\n')}\n]`;
	return `\`\`\`json\n${text}\n\`\`\``;
}

/**
 * Runs an example on n8n's engine against the sandbox.
 *
 * @returns in Markdown: what is filled in, what goes in, what comes out, what n8n remarks
 */
export async function runExample(example: PageExample, sandbox: RunningSandbox): Promise<string> {
	const credential = credentialFor(await sandbox.admin.newApp(), sandbox.apiUrl);
	const setting = await settingOf(sandbox, credential);
	await example.prepare?.(setting);
	const more = await example.values?.(setting);
	const { items, hints, error } = await runNode({
		parameters: withoutWaiting({ ...example.parameters, ...more }),
		credential: { ...credential, ...example.credential },
		...(example.items ? { items: example.items } : {}),
		...(example.files ? { binary: example.files } : {}),
		settings: { onError: 'continueRegularOutput' },
	});
	if (error) throw error;
	const output = items.map(({ json }) => json);
	const out = output.slice(0, example.show);
	const left = output.length - out.length;
	// With the default, a failed item would stop the workflow and give nothing to show.
	const continues = output.some(({ error }) => error !== undefined);
	return [
		filledIn(example.parameters, example.names) +
			(continues ? '\n- **Settings** → **On Error**: _Continue_' : ''),
		...(example.items ? ['Input:', jsonBlock(example.items)] : []),
		left > 0 ? `Output (and ${left} more ${left === 1 ? 'item' : 'items'}):` : 'Output:',
		jsonBlock(out),
		...hints.map(({ message }) => `In the output pane: “${message}”`),
	].join('\n\n');
}
