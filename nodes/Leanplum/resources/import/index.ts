import type { Resource } from '../../operation/operation';
import { importFile } from './importFile';
import { getResults } from './results';
import { startCsv } from './startCsv';

export const importResource: Resource = {
	value: 'import',
	name: 'Import',
	operations: [getResults, importFile, startCsv],
};
