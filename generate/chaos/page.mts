import type { Row } from './table.mts';
import { workloads } from './workloads.mts';

/** One line of a table. */
export function lineOf({ trouble, cells }: Row): string {
	return `| ${[trouble.name, ...cells.map((cell) => cell?.text ?? '–')].join(' | ')} |`;
}

/** What failed items say, without what differs from run to run. */
function sentencesOf(rows: readonly Row[]): string {
	const said = new Map<string, Set<string>>();
	for (const { trouble, cells } of rows) {
		const sentences = said.get(trouble.name) ?? new Set();
		for (const sentence of cells.flatMap((cell) => cell?.sentences ?? [])) sentences.add(sentence);
		said.set(trouble.name, sentences);
	}
	return [...said]
		.filter(([, sentences]) => sentences.size > 0)
		.map(([name, sentences]) => `| ${name} | ${[...sentences].sort().join('<br>')} |`)
		.join('\n');
}

function tableOf(rows: readonly Row[]): string {
	const headings = ['What goes wrong', ...workloads().map(({ name }) => name)];
	return [
		`| ${headings.join(' | ')} |`,
		`| ${headings.map(() => '---').join(' | ')} |`,
		...rows.map(lineOf),
	].join('\n');
}

/** The page docs/failure-modes.md, made of what really happened. */
export function failureModesPage(rows: readonly Row[]): string {
	return `# Failure modes

What becomes of items when something goes wrong between n8n and Leanplum. Made from real runs by \`npm run docs\`; do not edit it here. \`npm test\` does every run anew and compares.

Each cell is a run of the node on n8n's engine against the [sandbox](../sandbox/README.md), with _On Error → Continue_ and two retries. In each of them

- every item has exactly one outcome, linked to it, and never the result of another;
- nothing is called done that was not, and nothing that failed or was skipped had been done, by the sandbox's own record;
- an event is never recorded twice and a job never started twice;
- the run comes to its end, and no key goes to another host.

Two rows are excepted, in which Leanplum says something else than what it did, so that nobody can know: 500 _although it was done_ (Leanplum documents to repeat after its own 5xx; messages, campaigns and starts of exports are not repeated then), and results _in another order, no \`reqId\`_ (recorded replies carry it).

Events, attributes and reads are of three users each, jobs and files one item.

- **↻**: something was sent again.
- **unknown**: Leanplum may or may not have done it, and the item says so; behind it is what it had really done. What must not be done twice is then not repeated.
- **–**: cannot happen there.

## When it happens once

${tableOf(rows.filter(({ lasting }) => !lasting))}

## When it does not go away

${tableOf(rows.filter(({ lasting }) => lasting))}

## What the items say

| What goes wrong | \`error\` of the items that failed |
| --- | --- |
${sentencesOf(rows)}
`;
}
