import { readDashboardBody } from '../../nodes/Leanplum/trigger/dashboardBody';

type Request = Parameters<typeof readDashboardBody>[0];

/** A request whose body n8n cannot read, with the error that its reader gives. */
const failingWith = (error: Error): Request =>
	({ headers: {}, readRawBody: () => Promise.reject(error) }) as unknown as Request;

describe('A body that n8n cannot read', () => {
	it.each([
		['too long', { status: 413 }, 'tooLong'],
		['broken off', { httpStatusCode: 400 }, 'unreadable'],
		['not packed as it says', { code: 'Z_DATA_ERROR' }, 'unreadable'],
	])('is told apart: %s', async (_what, details, kind) => {
		const error = Object.assign(new Error('request entity'), details);
		expect(await readDashboardBody(failingWith(error))).toEqual({ kind });
	});
});

describe('A body that something else has read', () => {
	const read = (body: unknown) => readDashboardBody({ headers: {}, body } as unknown as Request);

	it('gives its fields', async () => {
		expect(await read({ a: 1 })).toEqual({ kind: 'fields', fields: { a: 1 } });
	});

	it.each([['text'], [undefined]])('gives text: %p', async (body) => {
		expect(await read(body)).toMatchObject({ kind: 'text', text: body ?? '' });
	});
});

describe('a body in another character set', () => {
	const request = (body: Buffer, contentType: string) =>
		({ rawBody: body, headers: { 'content-type': contentType } }) as never;

	it.each<[string, Buffer, string]>([
		[
			'JSON in Latin-1',
			Buffer.from('{"city":"Zürich"}', 'latin1'),
			'application/json; charset=ISO-8859-1',
		],
		[
			'JSON in UTF-16',
			Buffer.from('{"city":"Zürich"}', 'utf16le'),
			'application/json; charset=utf-16le',
		],
		[
			'JSON in Latin-1 that does not say so',
			Buffer.from('{"city":"Zürich"}', 'latin1'),
			'application/json',
		],
		['a form', Buffer.from('city=Z%C3%BCrich'), 'Application/X-WWW-Form-Urlencoded'],
		[
			'a form in Latin-1',
			Buffer.from('city=Z%FCrich'),
			'application/x-www-form-urlencoded; charset="iso-8859-1"',
		],
		['JSON in UTF-16 that does not say so', Buffer.from('{"city":"Zürich"}', 'utf16le'), ''],
		[
			'JSON in UTF-16 with the other order of bytes',
			Buffer.from('\ufeff{"city":"Zürich"}', 'utf16le').swap16(),
			"application/json; charset='UTF-16'",
		],
		[
			'a form in Latin-1 without percent signs',
			Buffer.from('city=Zürich', 'latin1'),
			'application/x-www-form-urlencoded; charset=latin1',
		],
		[
			'JSON that is called a form',
			Buffer.from('{"city":"Zürich"}'),
			'application/x-www-form-urlencoded',
		],
		[
			'a form in parts',
			Buffer.from('--_\r\nContent-Disposition: form-data; name="city"\r\n\r\nZürich\r\n--_--\r\n'),
			'Multipart/Form-Data; boundary=_',
		],
		[
			'a form in Latin-1 that does not say so',
			Buffer.from('city=Z%FCrich'),
			'application/x-www-form-urlencoded',
		],
	])('is read: %s', async (_, body, contentType) => {
		expect(await readDashboardBody(request(body, contentType))).toEqual({
			kind: 'fields',
			fields: { city: 'Zürich' },
		});
	});

	it('may have bytes of a character that stand for letters by themselves', async () => {
		const type = 'application/x-www-form-urlencoded; charset="Shift_JIS"';
		expect(await readDashboardBody(request(Buffer.from('a=%83A%83%5C+b'), type))).toEqual({
			kind: 'fields',
			fields: { a: 'アソ b' },
		});
	});

	it('is text where the parts of a form are broken', async () => {
		const type = 'multipart/form-data; boundary=_';
		expect(await readDashboardBody(request(Buffer.from('--_\r\nCo'), type))).toMatchObject({
			kind: 'text',
			text: '--_\r\nCo',
		});
	});
});
