import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RESOURCES } from '../../nodes/Leanplum/resources';

const SCHEMAS = resolve(__dirname, '../../nodes/Leanplum/__schema__/v1.0.0');
const COMMON = ['status', 'userId', 'deviceId', 'warning'];

const operations = RESOURCES.flatMap(
	({ value, operations: own }) =>
		own.map((operation) => ({ path: `${value}/${operation.value}`, operation })),
	// Which action the user calls is open, and the lines of an export are Leanplum's.
).filter(({ path }) => !['custom/callAction', 'export/rawData'].includes(path));

describe('A failed item has the columns of one that was done', () => {
	it.each(operations)('in $path', ({ path, operation: { outputKeys = [] } }) => {
		const { properties } = JSON.parse(readFileSync(`${SCHEMAS}/${path}.json`, 'utf8')) as {
			properties: object;
		};
		expect([...COMMON, ...outputKeys]).toEqual(expect.arrayContaining(Object.keys(properties)));
	});
});
