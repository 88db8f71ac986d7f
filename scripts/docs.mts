/**
 * Writes what pages of docs/ have from the code and from what it does: `npm run docs`, or
 * `npm run docs -- examples` for the examples alone, which takes seconds instead of minutes.
 */
import { failureModesPage } from '../generate/chaos/page.mts';
import { ChaosTable, plannedRows, type Row } from '../generate/chaos/table.mts';
import { operationsReference } from '../generate/operationsReference.mts';
import { errorsPage } from '../generate/pages/errors.mts';
import { valuesPage } from '../generate/pages/values.mts';
import { writeExamples, writePage } from '../generate/pages/write.mts';
import { startSandboxProcess, type SandboxProcess } from '../testkit/sandboxProcess.mts';

async function writeFailureModes(sandbox: SandboxProcess): Promise<void> {
	const table = await ChaosTable.start(sandbox);
	try {
		const rows: Row[] = [];
		for (const row of plannedRows()) rows.push(await table.row(row));
		table.assertNoKeyElsewhere();
		await writePage('docs/failure-modes.md', failureModesPage(rows));
	} finally {
		await table.close();
	}
}

await writePage('docs/operations.md', operationsReference());
await writePage('docs/values.md', valuesPage());
await writePage('docs/errors.md', errorsPage());

const sandbox = await startSandboxProcess();
try {
	await writeExamples('docs', sandbox);
	if (process.argv[2] !== 'examples') await writeFailureModes(sandbox);
} finally {
	await sandbox.stop();
}
