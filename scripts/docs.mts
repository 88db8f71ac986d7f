/** Writes the pages of docs/ that are made from the code and from what it does. */
import { writeFileSync } from 'node:fs';
import { failureModesPage } from '../tools/chaos/page.mts';
import { ChaosTable, plannedRows, type Row } from '../tools/chaos/table.mts';
import { operationsReference } from '../tools/operationsReference.mts';
import { startSandboxProcess } from '../tools/sandboxProcess.mts';

writeFileSync('docs/operations.md', operationsReference());

const sandbox = await startSandboxProcess();
const table = await ChaosTable.start(sandbox);
try {
	const rows: Row[] = [];
	for (const row of plannedRows()) rows.push(await table.row(row));
	table.assertNoKeyElsewhere();
	writeFileSync('docs/failure-modes.md', failureModesPage(rows));
} finally {
	await table.close();
	await sandbox.stop();
}
