import { isEmpty } from '../../nodes/Leanplum/values/blank.ts';
import { readAttribute } from '../../nodes/Leanplum/values/named.ts';
import { shown, type Reading } from '../../nodes/Leanplum/values/reading.ts';
import { KINDS, type Cases } from '../../test/values/cases.mts';

/** A value as a code span of a table's cell. */
function code(value: string): string {
	return `\`${value.replace(/\|/g, '\\|')}\``;
}

/** Short enough for a cell, with the blanks visible that have no width of their own. */
function cut(value: string): string {
	const visible = value.replace(
		/[\u00a0\u200b\ufeff]/g,
		(blank) => `\\u${blank.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	return visible.length > 60 ? `${visible.slice(0, 59)}…` : visible;
}

function given(value: unknown): string {
	if (typeof value === 'bigint') return code(`${cut(String(value))}n`);
	if (Array.isArray(value) && value.length > 0) return code(cut(JSON.stringify(value)));
	return typeof value === 'object' && value !== null ? shown(value) : code(cut(shown(value)));
}

const sent = (value: unknown) => code(cut(JSON.stringify(value)));

/** What becomes of a value that keeps its type. */
function kept(value: unknown): string {
	const reading: Reading<unknown> = readAttribute(value);
	if (reading.kind === 'value') return sent(reading.value);
	return reading.kind === 'empty' ? 'empty' : 'rejected';
}

function refusal(message: string): string {
	return `rejected: ${message}`;
}

function tableOf({ accepted, empty, refused }: Cases): string[] {
	const rows = [
		...accepted.map(([value, result]) => [given(value), sent(result), kept(value)]),
		['nothing, `null`, `""`, spaces', 'empty', 'empty'],
		...empty
			.filter((value) => !isEmpty(value))
			.map((value) => [given(value), 'empty', kept(value)]),
		...refused.map(([value, message]) => [given(value), refusal(message), kept(value)]),
	];
	return [
		'| You enter | In a field of this kind | In JSON and All Fields without a type |',
		'| --- | --- | --- |',
		...rows.map((cells) => `| ${cells.join(' | ')} |`),
	];
}

/** The page on what the node makes of the values that people enter; made from the cases that the tests run. */
export function valuesPage(): string {
	const lines = [
		'# Values',
		'',
		'Enter values as your spreadsheet, CRM, or AI agent has them. The node converts values whose meaning is clear. It rejects everything else, and names the field, the item, and the value.',
		'',
		"Generated from the test cases by `npm run docs`. Don't edit this file.",
		'',
		'## Where values come from',
		'',
		'| Source | How types are decided |',
		'| --- | --- |',
		'| Fields in the node | By the type of the row or the field |',
		'| Using JSON | Values keep their JSON type |',
		'| All Fields of the Input Item | By **Field Types**. Other fields keep their types |',
		'| AI agents | Same as fields. Agents often send text |',
		'',
		'## Empty values',
		'',
		"A value is empty if it's missing, null, or only spaces. An empty list counts too. Select what happens in **Options → If a Value Is Empty**:",
		'',
		'| If a Value Is Empty | Result |',
		'| --- | --- |',
		'| Leave Unchanged | Default. Sends the item without the value |',
		"| Clear | Removes the attribute's value. Leaves out other values |",
		'| Fail the Item | Sends nothing for the item |',
		'',
		'In JSON, `null` clears an attribute, and a missing field changes nothing. Template values have their own option, **If a Template Value Is Null**.',
		'',
		'The output pane shows how many values were left out, cleared, trimmed, or converted. If a field is empty in every item, check its expression for a typo.',
	];
	for (const cases of Object.values(KINDS)) {
		lines.push('', `## ${cases.kind}`, '', cases.rule, '', ...tableOf(cases));
	}
	return `${lines.join('\n')}\n`;
}
