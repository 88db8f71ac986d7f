/**
 * Writes what pages of docs/ have from the code and from what it does: `npm run docs`, or
 * `npm run docs -- examples` for the examples alone, which takes seconds instead of minutes.
 */
import { writeFileSync } from 'node:fs';
import { failureModesPage } from '../generate/chaos/page.mts';
import { ChaosTable, plannedRows, type Row } from '../generate/chaos/table.mts';
import { operationsReference } from '../generate/operationsReference.mts';
import { errorsPage } from '../generate/pages/errors.mts';
import { valuesPage } from '../generate/pages/values.mts';
import { writeExamples } from '../generate/pages/write.mts';
import { startSandboxProcess, type SandboxProcess } from '../testkit/sandboxProcess.mts';

async function writeFailureModes(sandbox: SandboxProcess): Promise<void> {
	const table = await ChaosTable.start(sandbox);
	try {
		const rows: Row[] = [];
		for (const row of plannedRows()) rows.push(await table.row(row));
		table.assertNoKeyElsewhere();
		writeFileSync('docs/failure-modes.md', failureModesPage(rows));
	} finally {
		await table.close();
	}
}

writeFileSync('docs/operations.md', operationsReference());
writeFileSync('docs/values.md', valuesPage());
writeFileSync('docs/errors.md', errorsPage());

const sandbox = await startSandboxProcess();
try {
	await writeExamples('docs', sandbox);
	if (process.argv[2] !== 'examples') await writeFailureModes(sandbox);
} finally {
	await sandbox.stop();
}
