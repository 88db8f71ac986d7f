import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dialectsTable, shownDialects } from '../../generate/pages/dialects.mts';
import { DIALECTS, type Dialect } from '../../testkit/dialects.mts';
import { QUICK, TestApp } from '../engine/testApp.mts';

const testApp = TestApp.forThisFile();

async function importFile({ file, options = {} }: Dialect) {
	return await testApp.run(
		{
			resource: 'import',
			operation: 'importFile',
			binaryPropertyName: 'data',
			options: { ...QUICK, ...options },
		},
		[{}],
		{
			binary: {
				data: { data: file.toString('base64'), mimeType: 'text/csv', fileName: 'contacts.csv' },
			},
		},
	);
}

describe('A CSV file', () => {
	it.each(DIALECTS.map((dialect) => [`${dialect.writer}: ${dialect.written}`, dialect] as const))(
		'of %s',
		async (_what, dialect) => {
			const { json, error } = await importFile(dialect);
			if (dialect.error === undefined) expect(error).toBeUndefined();
			else expect(error?.message).toContain(dialect.error);
			if (dialect.output) expect(json).toMatchObject([dialect.output]);
			const users = Object.entries(dialect.users ?? {});
			for (const [user, attributes] of users) {
				expect([user, (await testApp.user(user))?.attributes]).toEqual([user, attributes]);
			}
			const { actions } = await testApp.stats();
			expect(actions).toBe(users.length);
		},
	);

	it('is in the table of the docs with what the node makes of it', () => {
		// Prettier aligns the columns of tables; what they say must be the same.
		const plain = (text: string) =>
			text.trim().replace(/ +/g, ' ').replace(/-{3,}/g, '---').split('\n');
		const page = readFileSync(join(__dirname, '../../docs/files-and-imports.md'), 'utf8');
		expect(plain(shownDialects(page))).toEqual(plain(dialectsTable()));
	});
});
