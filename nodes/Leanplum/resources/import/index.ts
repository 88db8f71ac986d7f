import type { Resource } from '../../n8n/operation';
import { getResults } from './results';
import { startCsv } from './startCsv';

export const importResource: Resource = {
	value: 'import',
	name: 'Import',
	operations: [getResults, startCsv],
};
