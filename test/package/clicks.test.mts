import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { clickRows, clicksFor } from '../../generate/clicks.mts';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { LeanplumTrigger } from '../../nodes/Leanplum/LeanplumTrigger.node';

const node = new Leanplum().description;
const rows = clickRows({ node, trigger: new LeanplumTrigger().description });

describe('The main jobs', () => {
	it.each(rows)('%s: takes fewer than %s clicks', (_job, before, now) => {
		expect(Number(now)).toBeLessThan(Number(before));
	});

	it('are in CONTRIBUTING.md with their clicks', () => {
		const page = readFileSync(resolve(__dirname, '../../CONTRIBUTING.md'), 'utf8');
		const cells = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
		expect(cells.map((line) => line.slice(1, -1))).toEqual(expect.arrayContaining(rows));
	});

	it('count what is entered, and nothing that stands there already', () => {
		const use = { resource: 'event', operation: 'track', identifyBy: 'userId', userId: 'ada' };
		expect(clicksFor(node, use)).toBe(2);
		expect(clicksFor(node, { ...use, additionalFields: { info: 'web' } })).toBe(5);
		expect(() => clicksFor(node, { ...use, more: 1 })).toThrow('There is no field more');
	});
});
