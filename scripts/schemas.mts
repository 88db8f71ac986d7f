/**
 * Writes the output schemas from which n8n's editor offers fields before the first run.
 *
 * Usage: tsx scripts/schemas.mts [--check]
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startSandboxProcess } from '../testkit/sandboxProcess.mts';
import { outputSchemas } from '../generate/schemas/outputSchemas.mts';

const FOLDER = 'nodes/Leanplum/__schema__';
const check = process.argv.includes('--check');

const sandbox = await startSandboxProcess();
try {
	const schemas = await outputSchemas(sandbox);
	if (!check) rmSync(FOLDER, { recursive: true, force: true });
	for (const [path, schema] of schemas) {
		const file = join(FOLDER, path);
		const text = `${JSON.stringify(schema, null, '\t')}\n`;
		if (!check) {
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, text);
		} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
			throw new Error(`${file} is out of date. Run: npm run schemas`);
		}
	}
	console.log(`${schemas.size} output schemas ${check ? 'are up to date' : 'written'}`);
} finally {
	await sandbox.stop();
}
