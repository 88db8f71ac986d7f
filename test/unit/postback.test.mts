import fc from 'fast-check';
import {
	channelName,
	eventName,
	MESSAGE_EVENTS,
	readPostback,
} from '../../nodes/Leanplum/protocol/postback/postback';
import {
	ruleAddress,
	isAsWanted,
	isGoodSecret,
	leadsTo,
	PLACEHOLDERS,
	postbackUrl,
	secretOf,
	withoutSecret,
	type PostbackRule,
	type WantedRule,
} from '../../nodes/Leanplum/protocol/postback/postbackRule';
import { readBodyText } from '../../nodes/Leanplum/trigger/dashboardBody';

const WANTED: WantedRule = {
	type: 'messageEvents',
	address: 'https://n8n.example.com/webhook/1/leanplum',
	channels: [],
	secret: 'abc-_9',
	asPassword: false,
};

const ruleOf = (wanted: WantedRule, url = postbackUrl(wanted)) => ({
	postbackId: '1',
	type: wanted.type,
	postbackUrl: url,
});

const QUERY = {
	userId: 'ada',
	deviceId: 'phone',
	time: '1780236000123',
	messageId: '7',
	event: 'Open',
	channel: 'Email',
	templateName: '',
	parameters: '{}',
};

describe('The URL of a postback rule', () => {
	it('keeps the placeholders as Leanplum knows them', () => {
		const url = postbackUrl(WANTED);
		for (const placeholder of Object.values(PLACEHOLDERS.messageEvents)) {
			expect(url).toContain(`{{${placeholder}}}`);
		}
		expect(url).toMatch(
			/^https:\/\/n8n\.example\.com\/webhook\/1\/leanplum\?secret=abc-_9&userId=/,
		);
	});

	it('can carry the secret as a password', () => {
		const url = postbackUrl({ ...WANTED, asPassword: true });
		expect(url).toMatch(/^https:\/\/leanplum:abc-_9@n8n\.example\.com\//);
		expect(url).not.toContain('secret=');
		expect(secretOf(ruleOf(WANTED, url))).toBe('abc-_9');
	});

	it('is recognised however it is encoded, and in any order', () => {
		const url = postbackUrl({ ...WANTED, channels: ['Push Notification', 'Email'] });
		const [start, query] = url.split('?') as [string, string];
		const other = `${start}?${query
			.split('&')
			.reverse()
			.map((part) => part.replace(/[{} ]/g, encodeURIComponent))
			.join('&')}`;
		const wanted = { ...WANTED, channels: ['Email', 'Push Notification'] };
		expect(isAsWanted(ruleOf(wanted, other), wanted)).toBe(true);
	});

	const OTHERS: Array<Partial<WantedRule>> = [
		{ secret: 'other' },
		{ channels: ['Email'] },
		{ type: 'abTestEvents' },
		{ address: 'https://n8n.example.com/webhook/2/leanplum' },
		{ asPassword: true },
	];
	it.each(OTHERS)('is another one with %j', (difference) => {
		expect(isAsWanted(ruleOf(WANTED), { ...WANTED, ...difference })).toBe(false);
	});

	it('is another one when it was cut off', () => {
		const url = postbackUrl(WANTED).split('&')[0]!;
		expect(isAsWanted(ruleOf(WANTED, url), WANTED)).toBe(false);
		expect(leadsTo(ruleOf(WANTED, url), WANTED.address)).toBe(true);
	});

	it('holds the channels in the order of the alphabet, with commas', () => {
		const url = postbackUrl({ ...WANTED, channels: ['Push Notification', 'Email'] });
		expect(new URL(url).searchParams.get('channels')).toBe('Email,Push Notification');
	});

	it('has nothing before its placeholders when the secret is a password', () => {
		expect(postbackUrl({ ...WANTED, asPassword: true })).toContain('/leanplum?userId={{User ID}}&');
	});

	it('is another one when only the type that Leanplum lists is', () => {
		const rule: PostbackRule = { ...ruleOf(WANTED), type: 'abTestEvents' };
		expect(isAsWanted(rule, WANTED)).toBe(false);
	});

	it.each([
		[
			'https://me.example.com/x?secret=abc&user={{User ID}}',
			'https://me.example.com/x?secret=***&user={{User ID}}',
		],
		['https://leanplum:abc@me.example.com/x?a=1', 'https://leanplum:***@me.example.com/x?a=1'],
		['https://me.example.com/x?a=1&secret=b%26c', 'https://me.example.com/x?a=1&secret=***'],
		['https://me.example.com/x?a=b:c@d&mysecret=1', 'https://me.example.com/x?a=b:c@d&mysecret=1'],
		['nonsense', 'nonsense'],
	])('hides the secret of %s', (url, shown) => expect(withoutSecret(url)).toBe(shown));

	it('leads elsewhere with another host, port, path or none at all', () => {
		for (const url of [
			'https://n8n.example.org/webhook/1/leanplum',
			'https://n8n.example.com:444/webhook/1/leanplum',
			'https://n8n.example.com/webhook/1/leanplum/x',
			'http://n8n.example.com/webhook/1/leanplum',
			'nonsense',
		]) {
			expect([url, leadsTo(ruleOf(WANTED, url), WANTED.address)]).toEqual([url, false]);
		}
	});

	it('is shown without query and password', () => {
		expect(ruleAddress(ruleOf(WANTED, 'https://me:pass@example.com/x?token=1'))).toBe(
			'https://example.com/x',
		);
		expect(ruleAddress(ruleOf(WANTED, 'nonsense'))).toBe('an unreadable URL');
		expect(secretOf(ruleOf(WANTED, 'nonsense'))).toBeUndefined();
	});
});

describe('A postback', () => {
	it('gives clean fields', () => {
		expect(readPostback('messageEvents', QUERY)).toEqual({
			fields: {
				userId: 'ada',
				deviceId: 'phone',
				event: 'Open',
				channel: 'Email',
				messageId: '7',
				templateName: null,
				triggeredAt: '2026-05-31T14:00:00.123Z',
				parameters: {},
				deliveryId: expect.any(String) as string,
			},
			warnings: [],
		});
	});

	it('decodes the values of its parameters, which are encoded by themselves', () => {
		const parameters = JSON.stringify({
			URL: 'https%3A%2F%2Fexample.com%2F%3Fa%3D1%2B1',
			text: 'Win+back%20now',
			index: 3,
			broken: '100%',
			['__proto__']: 'x',
		});
		const { fields } = readPostback('messageEvents', { ...QUERY, parameters });
		expect(fields.parameters).toMatchObject({
			URL: 'https://example.com/?a=1+1',
			text: 'Win back now',
			index: 3,
			broken: '100%',
		});
		expect(({} as Record<string, unknown>).x).toBeUndefined();
	});

	it('gives the fields of A/B tests', () => {
		const query = { userId: 'ada', time: '1780236000123', abTestId: ' 5 ', variantId: '6' };
		expect(readPostback('abTestEvents', query)).toEqual({
			fields: {
				userId: 'ada',
				deviceId: null,
				abTestId: '5',
				variantId: '6',
				triggeredAt: '2026-05-31T14:00:00.123Z',
				deliveryId: expect.any(String) as string,
			},
			warnings: [],
		});
	});

	it.each([
		['1780236000123', '2026-05-31T14:00:00.123Z'],
		[' 100000000000 ', '1973-03-03T09:46:40.000Z'],
		['99999999999', '5138-11-16T09:46:39.000Z'],
		['123456789', '1973-11-29T21:33:09.000Z'],
	])('reads the time %j', (time, triggeredAt) => {
		const { fields, warnings } = readPostback('messageEvents', { ...QUERY, time });
		expect([fields.triggeredAt, warnings]).toEqual([triggeredAt, []]);
	});

	it('names the template of an in-app message', () => {
		const { fields } = readPostback('messageEvents', { ...QUERY, templateName: ' Interstitial ' });
		expect(fields.templateName).toBe('Interstitial');
	});

	it.each<['messageEvents' | 'abTestEvents', Record<string, unknown>, string[]]>([
		['messageEvents', { userId: '' }, []],
		['messageEvents', { deviceId: undefined }, []],
		['messageEvents', { userId: '', deviceId: '' }, ['it has no user or device']],
		['messageEvents', { userId: ['a', 'b'] }, ['"userId" is not a single value']],
		['messageEvents', { time: undefined }, ['its time "" isn\'t valid']],
		...['soon', 'day 1780236000', '1780236000.5', '12345678', '9'.repeat(17)].map(
			(time): ['messageEvents', Record<string, unknown>, string[]] => [
				'messageEvents',
				{ time },
				[`its time "${time}" isn't valid`],
			],
		),
		['messageEvents', { event: '' }, ['it names no event']],
		['messageEvents', { messageId: '' }, ['it names no message']],
		['messageEvents', { parameters: undefined }, []],
		['messageEvents', { parameters: '[1]' }, ["its parameters aren't a JSON object"]],
		['abTestEvents', { abTestId: '5', event: '' }, []],
		['abTestEvents', {}, ['it names no A/B test']],
	])('about %s tells what is wrong with %j', (type, query, warnings) => {
		expect(readPostback(type, { ...QUERY, ...query }).warnings).toEqual(warnings);
	});

	it.each([
		['{{Device ID}}', null],
		[' {{Device ID}} ', null],
		['a {{Device ID}}', 'a {{Device ID}}'],
		['{{Device ID}} b', '{{Device ID}} b'],
		['  ', null],
		[' phone ', ' phone '],
	])('gives the device %j as %j', (deviceId, expected) => {
		const { fields } = readPostback('messageEvents', { ...QUERY, deviceId });
		expect(fields.deviceId).toBe(expected);
	});

	it('leaves values of its parameters alone that are no text', () => {
		const parameters = '{"index":3,"none":null,"list":["a%20b"]}';
		const { fields } = readPostback('messageEvents', { ...QUERY, parameters });
		expect(fields.parameters).toEqual({ index: 3, none: null, list: ['a%20b'] });
	});

	it('has another ID when anything in it differs, and the same ID otherwise', () => {
		const idOf = (query: Record<string, unknown>) =>
			readPostback('messageEvents', query).fields.deliveryId;
		expect(idOf({ ...QUERY, secret: 'another' })).toBe(idOf(QUERY));
		for (const name of Object.keys(QUERY)) {
			expect([name, idOf({ ...QUERY, [name]: '999' }) === idOf(QUERY)]).toEqual([name, false]);
		}
		const { fields } = readPostback('abTestEvents', QUERY);
		expect(fields.deliveryId).not.toBe(idOf(QUERY));
	});

	it('never fails, whatever is in the query', () => {
		const value = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.json(),
			fc.array(fc.string()),
			fc.dictionary(fc.string(), fc.string()),
			fc.constant(undefined),
		);
		const names = [...Object.keys(QUERY), 'abTestId', 'variantId', '__proto__', 'other'];
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom(...names), value),
				fc.constantFrom('messageEvents' as const, 'abTestEvents' as const),
				(query, type) => {
					const { fields, warnings } = readPostback(type, query);
					expect(fields.deliveryId).toMatch(/^[0-9a-f]{32}$/);
					for (const [name, field] of Object.entries(fields)) {
						if (name === 'parameters') expect(typeof field).toBe('object');
						else expect(field === null || typeof field === 'string').toBe(true);
					}
					if (fields.triggeredAt === null) expect(warnings.join()).toContain('its time');
				},
			),
			{ numRuns: 100 },
		);
	});

	it.each([
		['Send', 'Sent'],
		['sent', 'Sent'],
		['Opened', 'Open'],
		['Selected Button 2', 'Select Button 2'],
		['unsubscribed', 'Unsubscribe'],
		['HELD BACK', 'Held Back'],
		['Held back', 'Held Back'],
		['marked_as_spam', 'Marked as Spam'],
		['Teleported', 'Teleported'],
	])('calls the event "%s" %s', (given, name) => expect(eventName(given)).toBe(name));

	it('knows all events and channels by their own names', () => {
		for (const name of MESSAGE_EVENTS) expect(eventName(name)).toBe(name);
		expect(channelName('in-app message')).toBe('In-app Message');
		expect(channelName('Carrier Pigeon')).toBe('Carrier Pigeon');
	});
});

describe('The body of a dashboard webhook', () => {
	it('repeats a field of a form as a list', () => {
		expect(readBodyText('a=1&a=2&b=%C3%A9+x', 'application/x-www-form-urlencoded')).toEqual({
			kind: 'fields',
			fields: { a: ['1', '2'], b: 'é x' },
		});
	});

	it.each(['', '  \n'])('is missing when it is blank: %j', (text) => {
		expect(readBodyText(text, 'application/json')).toMatchObject({
			kind: 'text',
			warning: 'The webhook body is empty',
		});
	});

	it.each(['[1]', '"text"', '{"a":', 'a=1'])(
		'is kept as text when it holds no fields: %s',
		(text) => {
			expect(readBodyText(text, 'application/json')).toMatchObject({ kind: 'text', text });
		},
	);

	it('keeps __proto__ as a name like any other', () => {
		const body = readBodyText('__proto__=1', 'application/x-www-form-urlencoded');
		expect(body.kind === 'fields' && Object.keys(body.fields)).toEqual(['__proto__']);
	});
});

it.each([1, 2, 3])('reads parameters that were encoded %i times more on the way', (times) => {
	let parameters = JSON.stringify({ city: 'New%20York', share: '50%25+1' });
	for (let more = 0; more < times; more++) parameters = encodeURIComponent(parameters);
	const { fields, warnings } = readPostback('messageEvents', { ...QUERY, parameters });
	expect([fields.parameters, warnings]).toEqual([{ city: 'New York', share: '50% 1' }, []]);
});

it('knows the names of events and channels that were encoded once more on the way', () => {
	const encoded = { event: 'Select%20Button%201', channel: 'Push+Notification' };
	expect(readPostback('messageEvents', { ...QUERY, ...encoded }).fields).toMatchObject({
		event: 'Select Button 1',
		channel: 'Push Notification',
	});
	expect(eventName('100%25%20new')).toBe('100%25%20new');
});

it.each([
	['0123456789abcdefghijklmnopqrstuv', true],
	['0123456789-ABCDEFGHIJ_KLMNO.PQRS~T', true],
	['0123456789abcdefghijklmnopqrstu', false],
	['0123456789abcdefghijklmnopqrstuv+', false],
	['&0123456789abcdefghijklmnopqrstuv', false],
	['0123456789abcdef ghijklmnopqrstuv', false],
])('the secret %p can stand in a URL and be guessed by nobody: %p', (secret, isGood) => {
	expect(isGoodSecret(secret)).toBe(isGood);
});
