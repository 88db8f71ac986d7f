/** The packed nodes in a real n8n, see ../README.md. Run by `npm run test:n8n`. */
import { after, before, describe, it } from 'node:test';
import { openStage, type Stage } from '../lib/stage.mts';
import { runExample } from '../lib/examples.mts';
import { FORMER, NEWEST, OLDEST } from '../lib/versions.mts';
import { burstStep } from '../steps/burst.mts';
import { canvasStep } from '../steps/canvas.mts';
import { credentialStep } from '../steps/credential.mts';
import { editorStep } from '../steps/editor.mts';
import { eventsStep } from '../steps/events.mts';
import { examplesStep } from '../steps/examples.mts';
import { failuresStep } from '../steps/failures.mts';
import { guidesStep } from '../steps/guides.mts';
import { howTosStep } from '../steps/howTos.mts';
import { installedStep } from '../steps/installed.mts';
import { panelsStep } from '../steps/panels.mts';
import { sleepingExportStep } from '../steps/sleepingExport.mts';
import { triggerStep } from '../steps/trigger.mts';
import { triggerModesStep } from '../steps/triggerModes.mts';
import { secretsStep } from '../steps/secrets.mts';
import { writtenSteps } from '../steps/writtenSteps.mts';

const tarball = process.env.LEANPLUM_TARBALL!;

for (const tested of [NEWEST, OLDEST]) {
	describe(`n8n ${tested.version}`, async () => {
		let stage: Stage;
		const current = () => stage;
		before(async () => {
			stage = await openStage(tested, tarball);
		});
		after(() => stage?.close());

		installedStep(current);
		credentialStep(current);
		failuresStep(current);
		await examplesStep(current, tested === NEWEST);
		triggerStep(current);
		triggerModesStep(current);
		if (tested === NEWEST) {
			howTosStep(current);
			writtenSteps(current);
			sleepingExportStep({
				title: 'n8n is restarted',
				api: () => stage.server.api,
				webhooks: () => stage.server.url,
				sandbox: () => stage.sandbox,
				pause: () => stage.restart(),
			});
			editorStep(current);
			// They show what other steps hold.
			if (process.env.LEANPLUM_PICTURES) panelsStep(current);
			guidesStep(current);
			await canvasStep(current);
		} else {
			// The newest one takes some five times as long for it.
			burstStep(current);
			eventsStep(() => ({ ...stage, api: stage.server.api, webhookUrl: stage.server.url }));
		}
		secretsStep(() => ({ ...stage, knownText: 'contact-1' }));
	});
}

describe(`n8n ${FORMER.version}`, () => {
	let stage: Stage;
	const current = () => stage;
	before(async () => {
		stage = await openStage(FORMER, tarball);
	});
	after(() => stage?.close());

	installedStep(current);
	failuresStep(current);
	it('executes a template that we ship', () =>
		runExample('send-message', stage.server.api, stage.sandbox));
});
