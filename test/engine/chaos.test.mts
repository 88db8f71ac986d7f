import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { failureModesPage, lineOf } from '../../generate/chaos/page.mts';
import { ChaosTable, plannedRows, type Row } from '../../generate/chaos/table.mts';
import { startSandboxProcess, type SandboxProcess } from '../../testkit/sandboxProcess.mts';

const PAGE = readFileSync(resolve(__dirname, '../../docs/failure-modes.md'), 'utf8');

const rows: Row[] = [];
let sandbox: SandboxProcess;
let table: ChaosTable;

beforeAll(async () => {
	sandbox = await startSandboxProcess();
	table = await ChaosTable.start(sandbox);
});

afterAll(async () => {
	await table.close();
	await sandbox.stop();
});

describe.each([
	['once', false],
	['without end', true],
])('What happens %s', (_often, lasting) => {
	it.each(plannedRows().filter((row) => row.lasting === lasting))(
		'comes out as docs/failure-modes.md says: $name',
		async (planned) => {
			const row = await table.row(planned);
			rows.push(row);
			// Each cell is judged while it runs; here they are compared with what is promised.
			expect(PAGE.split('\n')).toContain(lineOf(row));
		},
		// All rows run from the start on; the last ones come after all others.
		10 * 60_000,
	);
});

it('brings no key to another host', () => {
	table.assertNoKeyElsewhere();
});

it('is all that docs/failure-modes.md says (npm run docs writes it anew)', () => {
	expect(failureModesPage(rows)).toBe(PAGE);
});
