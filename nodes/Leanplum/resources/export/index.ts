import type { Resource } from '../../operation/operation';
import { downloadResults, getResults } from './results';
import { rawData, report, users } from './start';

export const exportResource: Resource = {
	value: 'export',
	name: 'Export',
	operations: [downloadResults, getResults, rawData, report, users],
};
