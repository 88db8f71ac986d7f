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

See what each item gets when something goes wrong between n8n and Leanplum.

Generated from real runs by \`npm run docs\`. Don't edit this file. \`npm run test:chaos\` repeats every run and compares.

Each cell is a run of the node on n8n's engine against the [sandbox](../sandbox/README.md), with **On Error** set to **Continue** and two retries. In each run:

- Every item has exactly one result, linked to it, and never another item's result.
- No item is \`done\` if it wasn't, and no failed or skipped item was done. The sandbox's own record proves it.
- No event is recorded twice, no message is sent twice, and no job is started twice.
- The run ends, and no key goes to another host.

Two rows are exceptions, because Leanplum's response there doesn't match what it did:

- *500 although it was done*: Leanplum recommends retrying after its own 5xx. The node doesn't retry messages, campaigns, and export starts.
- *Results in another order, no \`reqId\`*: recorded responses always have it.

Attributes, events, messages, and reads have three users each. Jobs and files have one item.

- **↻**: a request was sent again.
- **unknown**: Leanplum may or may not have processed the item. The text after it is what it really did. The node doesn't retry what must not happen twice.
- **–**: can't happen there.

## When it happens once

${tableOf(rows.filter(({ lasting }) => !lasting))}

## When it keeps happening

${tableOf(rows.filter(({ lasting }) => lasting))}

## The messages

| What goes wrong | \`error\` of the failed items |
| --- | --- |
${sentencesOf(rows)}
`;
}
