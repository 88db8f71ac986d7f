import { messageField, campaignField } from '../../nodes/Leanplum/resources/shared/fields/ids';
import { baseUrlObjection } from '../../nodes/Leanplum/protocol/action/authorize';
import { withoutKeys } from '../../nodes/Leanplum/protocol/action/withoutKeys';
import { parseJson } from '../../nodes/Leanplum/protocol/basics/json';
import { readPostback } from '../../nodes/Leanplum/protocol/postback/postback';
import { withoutSecret } from '../../nodes/Leanplum/protocol/postback/postbackRule';
import { interpret } from '../../nodes/Leanplum/protocol/reply/interpret';
import { migrationHash } from '../../nodes/Leanplum/protocol/reply/migration';
import { problemOf } from '../../nodes/Leanplum/protocol/reply/problem';
import { haveSameWords } from '../../nodes/Leanplum/protocol/send/circuitBreaker';
import { readBodyText } from '../../nodes/Leanplum/trigger/dashboardBody';
import { listOf } from '../../nodes/Leanplum/trigger/filter';
import { looksLikeText, withPoint } from '../../nodes/Leanplum/csv/columns/columnType';
import { isEmpty, trim } from '../../nodes/Leanplum/values/blank';
import { readChoice, readChoices } from '../../nodes/Leanplum/values/choice';
import { readDate, readPacificDay, readTime } from '../../nodes/Leanplum/values/date';
import { readId, readNumericId } from '../../nodes/Leanplum/values/id';
import { parseExactly, readJson, readObject } from '../../nodes/Leanplum/values/json';
import { readAttribute, readParameter } from '../../nodes/Leanplum/values/named';
import { readName } from '../../nodes/Leanplum/values/names';
import { readNumber, readWhole } from '../../nodes/Leanplum/values/number';
import { shown } from '../../nodes/Leanplum/values/reading';
import { readText } from '../../nodes/Leanplum/values/text';
import { readYesNo } from '../../nodes/Leanplum/values/yesNo';
import { cpuTime, leastCpuTime } from '../cpuTime.mts';

const CREDENTIAL = {
	appId: 'app_1',
	clientKey: 'aaaa/prod/1234',
	webhookSecret: '1111111111111111',
	apiUrl: 'https://api.leanplum.com/api',
};

const CHOICES = [{ name: 'Gold', value: 'gold' }];

/** The pattern by which n8n takes an ID out of an address. */
function patternOf({ property }: ReturnType<typeof messageField>): RegExp {
	const byUrl = property.modes!.find(({ name }) => name === 'url')!;
	return new RegExp((byUrl.extractValue as { regex: string }).regex);
}

const inReply = (member: object) => JSON.stringify({ response: [{ success: true, ...member }] });
const answered = (body: string, status = 200) => interpret(['always'], { status, body });

/** Everything that reads what a user or a server wrote. */
const READERS: Record<string, (text: string) => unknown> = {
	'blanks around a text': trim,
	'an empty value': isEmpty,
	'a text': readText,
	'a name': readName,
	'an ID': readId,
	'a numeric ID': readNumericId,
	'an address of a message': (text) => patternOf(messageField('')).exec(text),
	'an address of a campaign': (text) => patternOf(campaignField('')).exec(text),
	'a number': readNumber,
	'a whole number': readWhole,
	'a time': (text) => readTime(text, 'UTC'),
	'a date': (text) => readDate(text, 'UTC'),
	'an export day': (text) => readPacificDay(text, 'UTC'),
	'true or false': readYesNo,
	'a choice': (text) => readChoice(text, CHOICES),
	'several choices': (text) => readChoices(text, CHOICES),
	'an attribute': readAttribute,
	'a parameter': readParameter,
	'JSON of the user': parseExactly,
	'a JSON object': readObject,
	'a JSON value': readJson,
	'a text in JSON': (text) => parseExactly(JSON.stringify([text, 1e20])),
	'a value that is shown': shown,
	'a cell of a CSV file': (text) => [looksLikeText(text), withPoint(text, ',')],
	'JSON of Leanplum': parseJson,
	'a text in JSON of Leanplum': (text) => parseJson(JSON.stringify([text, '1'.repeat(20)])),
	'a reply': answered,
	'a foreign reply': (text) => answered(text, 500),
	'a warning': (text) => answered(inReply({ warning: { message: text } })),
	'a warning as text': (text) => answered(inReply({ warning: text })),
	'an unknown member': (text) => answered(inReply({ skipped: text, errors: text })),
	'a success as text': (text) => answered(inReply({ success: text })),
	'another API URL': (text) => answered(inReply({ success: false, apiHost: 'a', apiPath: text })),
	'an error': (text) => problemOf(400, text),
	'a text with keys': (text) => withoutKeys(text, CREDENTIAL),
	'a migration state': migrationHash,
	'a form': (text) => readBodyText(text, 'application/x-www-form-urlencoded'),
	'a form in another charset': (text) =>
		readBodyText(text, 'application/x-www-form-urlencoded; charset=windows-1252'),
	'a webhook': (text) => readBodyText(text, 'application/json'),
	'a content type': (text) => readBodyText('a=b', text),
	'a postback': (text) =>
		readPostback('messageEvents', { event: text, parameters: text, userId: text, messageId: text }),
	'a postback encoded many times': (text) => {
		const event = `%${'25'.repeat(text.length)}`;
		return readPostback('messageEvents', { event, parameters: event, userId: 'a', messageId: '1' });
	},
	'two refusals': (leanplumMessage) => {
		const problem = problemOf(400, leanplumMessage);
		return haveSameWords(problem, problem);
	},
	'a URL with a secret': withoutSecret,
	'an API URL': baseUrlObjection,
	'a list of filters': listOf,
};

const FRAGMENTS = [
	...[
		' ',
		'\t',
		'\n',
		'\u00a0',
		'1',
		'a',
		'a ',
		'-',
		'.',
		',',
		'1,',
		'1.',
		'/',
		'//',
		'//a:',
		'/1?',
	],
	...[
		'/composer/1',
		'"',
		'"#',
		"'",
		'\\',
		'\\"',
		'a\\',
		'\\u0061',
		'%',
		'%25',
		'%6',
		'&',
		'a&',
		'a=',
		'+',
	],
	...[
		'[',
		'{',
		'{"a":',
		'<',
		'<!--',
		'T',
		':',
		'e',
		'[object ',
		'?secret=',
		'charset=',
		'😀',
		'\ud800',
	],
];
const ENDS = ['', 'x', '\n!'];

const SHORT = 5_000;
const TIMES = 8;

describe('No text takes a time that grows faster than it', () => {
	it.each(Object.keys(READERS))('when it is read as %s', async (name) => {
		const read = READERS[name]!;
		const slow: string[] = [];
		for (const fragment of FRAGMENTS) {
			for (const end of ENDS) {
				const textOf = (length: number) =>
					fragment.repeat(Math.ceil(length / fragment.length)) + end;
				const long = await cpuTime(() => read(textOf(TIMES * SHORT)));
				// Only what takes long is worth another look.
				if (long < 100) continue;
				const timeOf = async (length: number) => await leastCpuTime(() => read(textOf(length)));
				const [short, again] = [await timeOf(SHORT), await timeOf(TIMES * SHORT)];
				if (again > 4 * TIMES * Math.max(short, 1)) {
					slow.push(`${JSON.stringify(fragment + end)}: ${short} ms, then ${again} ms`);
				}
			}
		}
		expect(slow).toEqual([]);
	});
});
