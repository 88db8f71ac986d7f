import { createHash } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const UPLOAD: INodeParameters = {
	resource: 'file',
	operation: 'upload',
	binaryPropertyName: 'banner, icon',
	options: QUICK,
};

const download = (fileName: string): INodeParameters => ({
	resource: 'file',
	operation: 'download',
	fileName,
	options: QUICK,
});

const CONTENT = { banner: 'Hëllo', icon: 'world' };

describe('File', () => {
	it('uploads several files with their sizes and checksums, and gives them back', async () => {
		const uploaded = await testApp.run(UPLOAD, [{}], { binary: CONTENT });
		expect(uploaded.json).toEqual([
			{
				status: 'done',
				files: [
					{
						filename: 'banner.txt',
						size: 6,
						hash: createHash('md5').update('Hëllo').digest('hex'),
					},
					{
						filename: 'icon.txt',
						size: 5,
						hash: createHash('md5').update('world').digest('hex'),
					},
				],
			},
		]);
		expect(await testApp.requests()).toMatchObject([
			{
				action: 'uploadFile',
				keyClass: 'development',
				keyInUrl: false,
				contentType: expect.stringContaining('multipart/form-data'),
			},
		]);

		const { items } = await testApp.run(download('banner.txt'));
		expect(items[0]?.json).toMatchObject({ status: 'done', fileName: 'banner.txt', size: 6 });
		expect(Buffer.from(items[0]!.binary!.data!.data, 'base64').toString()).toBe('Hëllo');
	});

	it('tells with Preview Only what it would upload, and sends nothing', async () => {
		const { json } = await testApp.run(
			{ ...UPLOAD, options: { ...QUICK, previewOnly: true } },
			[{}],
			{ binary: CONTENT },
		);
		expect(json).toMatchObject([
			{
				status: 'preview',
				files: [{ filename: 'banner.txt' }, { size: 5 }],
				preview: { requests: 1 },
			},
		]);
		expect(await testApp.requests()).toEqual([]);
	});

	it('gives a single file another name', async () => {
		const { json } = await testApp.run(
			{
				...UPLOAD,
				binaryPropertyName: 'banner',
				additionalFields: { fileName: 'images/banner.txt' },
			},
			[{}],
			{ binary: CONTENT },
		);
		expect(json[0]?.files).toMatchObject([{ filename: 'images/banner.txt' }]);
		const { items } = await testApp.run({
			...download('images/banner.txt'),
			options: { ...QUICK, outputField: 'picture' },
		});
		expect(items[0]?.binary?.picture?.fileName).toBe('banner.txt');
	});

	it('uploads again after a busy moment', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'status', status: 503 } });
		const { json } = await testApp.run(UPLOAD, [{}], { binary: CONTENT });
		expect(json[0]?.status).toBe('done');
		expect((await testApp.stats()).requests).toBe(2);
	});

	it('follows the redirect to the file without the key', async () => {
		await testApp.run({ ...UPLOAD, binaryPropertyName: 'banner' }, [{}], { binary: CONTENT });
		await testApp.run(download('banner.txt'));
		const downloads = await testApp.admin.downloads(testApp.appId);
		expect(downloads).toHaveLength(1);
		expect(JSON.stringify(downloads)).not.toContain(testApp.credential.clientKey);
	});

	it('says that a file was not found', async () => {
		const { error } = await testApp.run(download('nothing.png'));
		expect(error?.message).toMatch(/^Leanplum couldn't find what you requested/);
	});

	it.each<[string, INodeParameters, string]>([
		[
			'a field without a file',
			{ binaryPropertyName: 'banner, picture' },
			'Input Data Field Name "picture" holds no file',
		],
		[
			'more than 16 files',
			{ binaryPropertyName: Array.from({ length: 17 }, () => 'banner').join(',') },
			'Input Data Field Name can name up to 16 files, but names 17',
		],
		[
			'one name for two files',
			{ additionalFields: { fileName: 'x.png' } },
			'File Name can only be given for a single file',
		],
	])('refuses %s', async (_what, parameters, message) => {
		const { error } = await testApp.run({ ...UPLOAD, ...parameters }, [{}], { binary: CONTENT });
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});
