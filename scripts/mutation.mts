/** Sums up Stryker's report in docs/mutation.md: how many of the changes to the protocol core the unit tests notice. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';

const REPORT = '.cache/mutation/mutation.json';

const reportSchema = z.object({
	thresholds: z.object({ break: z.number().nullish() }).passthrough(),
	files: z.record(
		z.object({
			mutants: z.array(
				z.object({
					mutatorName: z.string(),
					replacement: z.string().optional(),
					status: z.string(),
					location: z.object({ start: z.object({ line: z.number() }) }),
				}),
			),
		}),
	),
});
type Mutant = z.infer<typeof reportSchema>['files'][string]['mutants'][number];

const NOTICED = new Set(['Killed', 'Timeout']);
/** Mutants that cannot run at all say nothing of the tests. */
const COUNTED = new Set([...NOTICED, 'Survived', 'NoCoverage']);

function scoreOf(mutants: readonly Mutant[]) {
	const counted = mutants.filter(({ status }) => COUNTED.has(status));
	const noticed = counted.filter(({ status }) => NOTICED.has(status));
	const percent = counted.length === 0 ? 100 : (100 * noticed.length) / counted.length;
	return { counted: counted.length, noticed: noticed.length, percent: `${percent.toFixed(1)} %` };
}

const { files } = reportSchema.parse(JSON.parse(readFileSync(REPORT, 'utf8')));
const rows = Object.entries(files).map(([file, { mutants }]) => ({
	name: basename(file),
	mutants,
}));
const all = scoreOf(rows.flatMap(({ mutants }) => mutants));
const line = (name: string, score: ReturnType<typeof scoreOf>) =>
	`| ${name} | ${score.counted} | ${score.noticed} | ${score.percent} |`;

writeFileSync(
	'docs/mutation.md',
	`# Mutation testing

Made by \`npm run mutation\`; do not edit it here.

[Stryker](https://stryker-mutator.io) changes the protocol core in many small ways, one at a time, and runs the unit tests that reach the change. A change that no test notices is a gap in the tests. Changes to what is made once when a file is loaded, such as the entries of the catalogue, are left out: each would need all tests. \`npm run mutation\` fails below 85 %.

| File | Changes | Noticed | |
| --- | --- | --- | --- |
${rows.map(({ name, mutants }) => line(`\`${name}\``, scoreOf(mutants))).join('\n')}
${line('**All**', all)}
`,
);
console.log(
	`${all.noticed} of ${all.counted} changes noticed (${all.percent}); see docs/mutation.md.`,
);
