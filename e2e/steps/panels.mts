import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { WorkflowFile } from '../lib/api.mts';
import { Editor } from '../lib/browser.mts';
import type { Stage } from '../lib/stage.mts';
import { PANELS, type Panel } from '../pictures/panels.mts';

/** Room for the longest panel; what is below its fields is cut off. */
const VIEWPORT = { width: 1440, height: 1800 };

/** A workflow with a node for each panel. */
function workflowOf(panels: readonly Panel[], stage: Pick<Stage, 'credential'>): WorkflowFile {
	const { id, name } = stage.credential;
	const nodes = panels.map((panel, index) => ({
		id: panel.name,
		name: panel.name,
		type: panel.type,
		typeVersion: 1,
		position: [220 * (index % 4), 180 * Math.floor(index / 4)],
		parameters: panel.parameters,
		credentials: { leanplumApi: { id, name } },
	}));
	return { name: 'Panels', nodes, connections: {} };
}

/** The panels that docs/panels.md shows, filled in for a job. */
export function panelsStep(
	stage: () => Pick<Stage, 'server' | 'credential' | 'folder'>,
	panels = PANELS,
	suffix = '',
): void {
	describe('The panels of the node, in a browser', () => {
		let editor: Editor;
		const folder = () => join(process.env.LEANPLUM_PICTURES ?? stage().folder, 'panels');

		before(async () => {
			const { server } = stage();
			await mkdir(folder(), { recursive: true });
			const { id } = await server.api.createWorkflow(workflowOf(panels, stage()));
			editor = await Editor.open(server.url, id);
			await editor.page.setViewportSize(VIEWPORT);
		});
		after(() => editor?.close());

		for (const { name } of panels) {
			it(`${name}: what the job needs is filled in`, async () => {
				await editor.openNode(name);
				await editor.settle();
				assert.equal(await editor.part('parameter-issues').count(), 0);
				const file = name.toLowerCase().replaceAll(' ', '-');
				await editor.pictures(join(folder(), file + suffix), await editor.fields());
				await editor.closeNode();
			});
		}
	});
}
