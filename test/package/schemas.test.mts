import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RESOURCES } from '../../nodes/Leanplum/resources';
import { outputSchemas } from '../../generate/schemas/outputSchemas.mts';
import { schemaOf } from '../../generate/schemas/schemaOf.mts';
import { sandboxOfTheRun } from '../sandboxOfTheRun.mts';

const sandbox = sandboxOfTheRun();

const FOLDER = resolve(__dirname, '../../nodes/Leanplum/__schema__');

function committed(): Map<string, unknown> {
	const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.json'))
		.sort();
	return new Map(
		files.map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as unknown]),
	);
}

describe('The output schemas', () => {
	it('exist for every operation and the trigger', () => {
		for (const resource of RESOURCES) {
			for (const operation of resource.operations) {
				const file = `v1.0.0/${resource.value}/${operation.value}.json`;
				expect([file, existsSync(join(FOLDER, file))]).toEqual([file, true]);
			}
		}
		expect(existsSync(join(FOLDER, 'v1.0.0.json'))).toBe(true);
	});

	it('describe what really comes out (npm run schemas writes them anew)', async () => {
		const made = [...(await outputSchemas(sandbox))].sort(([a], [b]) => (a < b ? -1 : 1));
		expect(made).toEqual([...committed()].sort(([a], [b]) => (a < b ? -1 : 1)));
	});

	it('join the fields of several values, of which some may be empty', () => {
		expect(
			schemaOf([
				{ a: 1, b: null, c: [] },
				{ b: 'x', c: [{ d: true }, { e: 2 }] },
			]),
		).toEqual({
			type: 'object',
			properties: {
				a: { type: 'number' },
				b: { type: 'string' },
				c: {
					type: 'array',
					items: {
						type: 'object',
						properties: { d: { type: 'boolean' }, e: { type: 'number' } },
					},
				},
			},
		});
	});

	it('leave open what has names of the user, alone or in a list', () => {
		const open = { type: 'object', additionalProperties: true };
		expect(
			schemaOf([{ vars: {} }, { vars: { color: 'red' }, devices: [{ deviceId: 'd' }] }]),
		).toEqual({
			type: 'object',
			properties: { vars: open, devices: { type: 'array', items: open } },
		});
	});
});
