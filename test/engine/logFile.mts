import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Lets n8n write all that it logs into a file. It takes its settings when it is first loaded, so this
 * must be imported before anything of n8n.
 */
export const LOG_FOLDER = mkdtempSync(join(tmpdir(), 'leanplum-log-'));
export const LOG_FILE = join(LOG_FOLDER, 'n8n.log');

process.env.N8N_LOG_LEVEL = 'debug';
process.env.N8N_LOG_OUTPUT = 'file';
process.env.N8N_LOG_FILE_LOCATION = LOG_FILE;
