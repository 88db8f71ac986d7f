import { isEmpty } from '../../nodes/Leanplum/values/blank.ts';
import { shown } from '../../nodes/Leanplum/values/reading.ts';
import { KINDS, type Cases } from '../../test/values/cases.mts';
import {
	asCell,
	asItIs,
	inField,
	inUntypedColumn,
	type Wanted,
} from '../../test/values/waysIn.mts';

/** A value as a code span of a table's cell. */
function code(value: string): string {
	return `\`${value.replace(/\|/g, '\\|')}\``;
}

/** Short enough for a cell, with the blanks visible that have no width of their own. */
function cut(value: string): string {
	const visible = value.replace(
		/[\u00a0\u200b\u202f\ufeff]/g,
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

function result(wanted: Wanted): string {
	if ('sent' in wanted) return sent(wanted.sent);
	if ('empty' in wanted) return 'empty';
	const message = 'refused' in wanted ? wanted.refused : 'select the Decimal Separator';
	return message === '' ? 'rejected' : `rejected: ${message}`;
}

/** The ways in of attributes. */
const WAYS_OF_ATTRIBUTES = [
	'Fields, AI agents, All Fields and CSV with **Field Types**',
	'JSON and All Fields',
	'CSV',
];
/** Those of whole numbers, IDs, and choices, which are read alike everywhere. */
const WAYS_OF_OTHERS = ['Fields, AI agents, Custom, CSV'];

const ATTRIBUTES: readonly Cases[] = [
	KINDS.yesNo,
	KINDS.number,
	KINDS.date,
	KINDS.text,
	KINDS.list,
];

/** What becomes of a value by each way in; a CSV file has only text. */
function rowOf(value: unknown, wanted: Wanted, isAttribute: boolean): string[] {
	if (!isAttribute) return [given(value), result(wanted)];
	const cell = asCell(value);
	const inCsv = cell === undefined ? '–' : result(inUntypedColumn(cell));
	return [given(value), result(wanted), result(asItIs(value)), inCsv];
}

function tableOf(cases: Cases): string[] {
	const isAttribute = ATTRIBUTES.includes(cases);
	const ways = isAttribute ? WAYS_OF_ATTRIBUTES : WAYS_OF_OTHERS;
	const rows = inField(cases)
		.filter(([value]) => !isEmpty(value))
		.map(([value, wanted]) => rowOf(value, wanted, isAttribute));
	const nothing = ['nothing, `null`, `""`, spaces', ...ways.map(() => 'empty')];
	rows.splice(cases.accepted.length, 0, nothing);
	return [
		`| ${['You enter', ...ways].join(' | ')} |`,
		`| ${['', ...ways].map(() => '---').join(' | ')} |`,
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
		'| All Input Fields | By **Field Types**. Other fields keep their types |',
		'| AI agents | Same as fields. Agents often send text |',
		'| CSV files | By **Field Types**. A column is numbers, true or false, or lists if all its cells are, and text if not |',
		'| Custom → Call Action | Same as fields for IDs, choices, yes or no, numbers, and times. Others keep their JSON type |',
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
		'In JSON, `null` clears an attribute, and a missing field changes nothing. JSON text with the same name twice is rejected. Template values have their own option, **If Template Value Is Null**.',
		'',
		'The output pane shows how many values were left out, cleared, trimmed, or converted. If a field is empty in every item, check its expression for a typo.',
		'',
		'<picture>',
		'  <source media="(prefers-color-scheme: dark)" srcset="images/guides/sums-dark.png">',
		'  <img alt="The output pane for 1,000 rows of a sheet: plan was empty in all items and may have a typo, city was left out in 100, 1,000 spreadsheet dates were converted" src="images/guides/sums-light.png">',
		'</picture>',
	];
	for (const cases of Object.values(KINDS)) {
		lines.push('', `## ${cases.kind}`, '', cases.rule, '', ...tableOf(cases));
	}
	return `${lines.join('\n')}\n`;
}
