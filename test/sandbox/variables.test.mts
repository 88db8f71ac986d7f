import { createHash } from 'node:crypto';
import { FormData, request } from 'undici';
import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

const develop = (action: string, args: Record<string, unknown>) =>
	bench.api.call(action, args, 'development');

describe('setVars, deleteVars', () => {
	const vars = async () => (await bench.api.call('getVars', { userId: 'katherine' })).item.vars;

	beforeEach(async () => {
		await bench.admin.putAbTest(bench.appId, '4810110002000001', { state: 'finished' });
		await bench.admin.setVars(bench.appId, {});
	});

	it('set values of every kind', async () => {
		const values = {
			text: 'x',
			number: 1.5,
			yes: true,
			list: [1, 'a'],
			group: { inner: 'y' },
			empty: {},
		};
		expect((await develop('setVars', { vars: values })).item).toEqual({ success: true });
		expect(await vars()).toEqual(values);
	});

	it('take dotted names for groups, and a backslash for a dot that is none', async () => {
		await develop('setVars', { vars: { 'a.b': 1, a: { c: 2 }, 'x\\.y': 3 } });
		expect(await vars()).toEqual({ a: { b: 1, c: 2 }, 'x.y': 3 });
	});

	it('leave other variables alone', async () => {
		await develop('setVars', { vars: { a: 1, b: 1 } });
		await develop('setVars', { vars: { b: 2 } });
		expect(await vars()).toEqual({ a: 1, b: 2 });
	});

	it('delete by a list of names and tell which there were', async () => {
		await develop('setVars', { vars: { a: 1, b: { c: 1, d: 1 }, e: 1 } });
		const { item } = await develop('deleteVars', { vars: ['a', 'b', 'missing'] });
		expect(item).toEqual({ success: true, variablesRemoved: ['a', 'b'] });
		expect(await vars()).toEqual({ e: 1 });
	});

	it('refuse a megabyte', async () => {
		const { status, item } = await develop('setVars', { vars: { big: 'x'.repeat(1024 * 1024) } });
		expect([status, item.success]).toEqual([400, false]);
		expect(await vars()).toEqual({});
	});

	it('need an object to set', async () => {
		expect((await develop('setVars', { vars: ['a'] })).item.error?.message).toBe(
			"'vars' is invalid.",
		);
	});
});

describe('files', () => {
	const md5 = (content: string) => createHash('md5').update(content).digest('hex');

	async function upload(fields: Record<string, string>, files: Record<string, string>) {
		const body = new FormData();
		const envelope = { ...bench.api.envelope('development'), action: 'uploadFile' };
		for (const [name, value] of Object.entries({ ...envelope, ...fields })) body.set(name, value);
		for (const [name, content] of Object.entries(files)) body.set(name, new Blob([content]), name);
		return bench.api.raw({ body });
	}

	/** Follows downloadFile; the redirect carries no key. */
	async function download(filename: string) {
		const query = { ...bench.api.envelope(), action: 'downloadFile', filename };
		const redirect = await request(`${bench.api.origin}/api`, { query });
		await redirect.body.dump();
		const location = String(redirect.headers.location);
		expect(redirect.statusCode).toBe(302);
		expect(location).not.toContain(bench.api.identity.keys.production);
		const { body } = await request(location);
		return body.text();
	}

	it('can be uploaded one by one', async () => {
		const fields = { filename: 'img/ü logo.png', size: '5', hash: md5('bytes') };
		expect((await upload(fields, { file: 'bytes' })).item).toEqual({ success: true });
		expect(await download('img/ü logo.png')).toBe('bytes');
		expect(await bench.admin.files(bench.appId)).toMatchObject([
			{ filename: 'img/ü logo.png', size: 5, hash: md5('bytes'), md5: md5('bytes') },
		]);
	});

	it('can be uploaded together, and replace files of the same name', async () => {
		const described = (...names: string[]) =>
			JSON.stringify(names.map((filename) => ({ filename, size: 3 })));
		await upload({ data: described('a', 'b') }, { file0: 'one', file1: 'two' });
		await upload({ data: described('b') }, { file0: 'new' });
		expect([await download('a'), await download('b')]).toEqual(['one', 'new']);
		expect(await bench.admin.files(bench.appId)).toHaveLength(2);
	});

	it.each([
		['no size', { filename: 'a' }, { file: 'x' }, "'size' must be provided"],
		['no name', { size: '1' }, { file: 'x' }, "'filename' must be provided"],
		['no file', { filename: 'a', size: '1' }, {}, "'file' must be provided"],
		['another size', { filename: 'a', size: '2' }, { file: 'x' }, "'size' is invalid."],
		[
			'a file too few',
			{ data: '[{"filename":"a","size":1},{"filename":"b","size":1}]' },
			{ file0: 'x' },
			"'file1' must be provided",
		],
		['bad data', { data: '{' }, { file0: 'x' }, "'data' is invalid."],
	])('are refused with %s', async (_what, fields, files, message) => {
		const { status, item } = await upload(fields, files as Record<string, string>);
		expect([status, item.error?.message]).toEqual([400, message]);
		expect(await bench.admin.files(bench.appId)).toEqual([]);
	});

	it('are at most 16', async () => {
		const names = Array.from({ length: 17 }, (_, index) => `f${index}`);
		const uploadAll = (list: string[]) =>
			upload(
				{ data: JSON.stringify(list.map((filename) => ({ filename, size: 1 }))) },
				Object.fromEntries(list.map((_name, index) => [`file${index}`, 'x'])),
			);
		expect((await uploadAll(names)).status).toBe(400);
		expect((await uploadAll(names.slice(0, 16))).status).toBe(200);
	});

	it('are at most 50 MB together', async () => {
		const size = 26 * 1024 * 1024;
		const content = 'x'.repeat(size);
		const data = JSON.stringify(['a', 'b'].map((filename) => ({ filename, size })));
		const { status, item } = await upload({ data }, { file0: content, file1: content });
		expect([status, item.error?.message]).toEqual([
			400,
			'At most 16 files or 50 MB can be uploaded at a time.',
		]);
	});

	it('that do not exist are 404 (recorded by Scopely)', async () => {
		const { status, item } = await bench.api.call('downloadFile', { filename: 'none' });
		expect([status, item.success]).toEqual([404, false]);
	});

	it('cannot be part of a batch', async () => {
		const { items } = await bench.api.multi([{ action: 'downloadFile', filename: 'a' }]);
		expect(items[0]?.error?.message).toBe('downloadFile cannot be part of a multi request');
	});
});
