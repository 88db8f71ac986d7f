import type { INodeParameters } from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { RESOURCES } from '../../nodes/Leanplum/resources';
import { eventsOf, QUICK, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const PREVIEW: INodeParameters = { ...TRACK, options: { ...QUICK, previewOnly: true } };

describe('Preview Only', () => {
	it('gives a row for each item of a large sync, and the sum, and sends nothing', async () => {
		const users = userNames(100);
		const { items, hints } = await testApp.run(PREVIEW, eventsOf([...users, ...users, ...users]));
		expect(items).toHaveLength(300);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_item, index) => ({ item: index })),
		);
		expect(items[0]!.json).toEqual({
			status: 'preview',
			userId: 'user-1',
			deviceId: null,
			isOffline: null,
			warning: null,
			preview: {
				action: 'track',
				arguments: { userId: 'user-1', event: 'Purchase' },
				request: 1,
				key: 'Client Key',
				problems: [],
			},
		});
		expect(hints.map(({ message }) => message)).toEqual([
			'Preview: nothing was sent. 2 requests, 100 users billed, 0 items with problems.',
		]);
		expect(await testApp.requests()).toEqual([]);
	});

	it('shows the very body that would be sent, with the keys masked, where that is wanted', async () => {
		const options = { ...QUICK, previewOnly: true, includeRequests: true };
		const { json } = await testApp.run({ ...TRACK, options }, eventsOf(['ada', 'grace']));
		await testApp.run(TRACK, eventsOf(['ada', 'grace']));
		const [sent] = await testApp.requests();
		const bodies = json.map(({ preview }) => (preview as Record<string, unknown>).body);
		expect(bodies[1]).toBeUndefined();
		const body = bodies[0] as Record<string, unknown>;
		expect(body).toMatchObject({
			appId: testApp.appId,
			clientKey: '••••••••',
			apiVersion: '1.0.6',
		});
		const data = body.data as Array<Record<string, unknown>>;
		expect(data.map(({ action, reqId, ...args }) => ({ action, args, reqId }))).toEqual(
			sent!.actions.map(({ action, args, reqId }) => ({ action, args, reqId: String(reqId) })),
		);
		for (const key of Object.values(testApp.credential)) {
			if (key === testApp.appId || key === testApp.credential.apiUrl) continue;
			expect(JSON.stringify(json)).not.toContain(key);
		}
	});

	it('lists everything that is wrong with the items, and does not fail', async () => {
		const { json, error, hints } = await testApp.run(PREVIEW, [
			{ user: '', event: 'a,b' },
			{ user: 'ada', event: 'Purchase' },
			{ user: 'eve', event: 'a,b' },
		]);
		expect(error).toBeUndefined();
		expect(json).toMatchObject([
			{ status: 'invalid', preview: { problems: [expect.any(String), expect.any(String)] } },
			{ status: 'preview', preview: { problems: [] } },
			{ status: 'invalid', userId: 'eve', preview: { problems: [expect.any(String)] } },
		]);
		expect(hints[0]).toMatchObject({
			message: 'Preview: nothing was sent. 1 request, 1 user billed, 2 items with problems.',
			type: 'warning',
		});
	});

	it('lets nodes behind it reach the input item of each row', async () => {
		const { items } = await testApp.run(PREVIEW, [
			{ user: '', event: 'x' },
			{ user: 'ada', event: 'x' },
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it.each(['true', 'yes', 1])(
		'sends nothing when an expression switches it on as %j',
		async (on) => {
			const previewOnly = `={{ ${JSON.stringify(on)} }}`;
			const { json } = await testApp.run({ ...TRACK, options: { ...QUICK, previewOnly } }, [
				{ user: 'ada', event: 'e' },
			]);
			expect(json[0]).toMatchObject({ status: 'preview' });
			expect(await testApp.requests()).toEqual([]);
		},
	);

	it('is refused when an expression gives nothing, because that may mean either', async () => {
		const options = { ...QUICK, previewOnly: "={{ '' }}" };
		const { error } = await testApp.run({ ...TRACK, options }, [{ user: 'ada', event: 'e' }]);
		expect(error?.message).toContain('Preview Only is empty');
		expect(await testApp.requests()).toEqual([]);
	});

	it('says when the key is missing', async () => {
		testApp.credential = { ...testApp.credential, clientKey: '' };
		const { json, hints } = await testApp.run(PREVIEW, eventsOf(['ada']));
		expect(json[0]).toMatchObject({
			preview: { problems: ['"Track event" needs the Client Key'] },
		});
		expect(hints[0]?.message).toMatch(/"Track event" needs the Client Key\.$/);
	});

	it('is offered by every operation that changes something at once, and by no other', () => {
		const { properties } = new Leanplum().description;
		const without: string[] = [];
		for (const resource of RESOURCES) {
			for (const operation of resource.operations) {
				const options = properties.find(
					({ name, displayOptions }) =>
						name === 'options' &&
						displayOptions?.show?.resource?.[0] === resource.value &&
						displayOptions.show.operation?.[0] === operation.value,
				);
				const names = (options?.options ?? []).map(({ name }) => name);
				if (!names.includes('previewOnly')) without.push(`${resource.value} ${operation.value}`);
			}
		}
		// Those that read, and exports, which only start a job.
		expect(without).toEqual([
			'abTest get',
			'abTest getAll',
			'androidChannel getAll',
			'app getMigrationState',
			'export downloadResults',
			'export getResults',
			'export rawData',
			'export report',
			'export users',
			'file download',
			'import getResults',
			'message get',
			'message getAll',
			'postback getAll',
			'unsubscribeCategory getAll',
			'user export',
			'variable get',
			'variant get',
		]);
	});
});

describe('Include Input Fields', () => {
	const BESIDE: INodeParameters = { ...TRACK, options: { ...QUICK, includeInputFields: true } };

	it('puts the result beside the fields of the item, whose equal names are told apart', async () => {
		const input = [{ user: 'ada', event: 'Purchase', row: 7, status: 'new' }];
		const { json } = await testApp.run(BESIDE, input);
		expect(json).toMatchObject([
			{ user: 'ada', row: 7, input_status: 'new', status: 'done', userId: 'ada' },
		]);
	});

	it('does so in a preview and for items that fail', async () => {
		const options = { ...QUICK, includeInputFields: true, previewOnly: true };
		const input = [{ user: '', event: 'Purchase', row: 7 }];
		const preview = await testApp.run({ ...TRACK, options }, input);
		expect(preview.json).toMatchObject([{ row: 7, status: 'invalid' }]);
		const failed = await testApp.run(BESIDE, input, {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(failed.json).toMatchObject([{ row: 7, status: 'notSent' }]);
	});

	it('leaves the error output to n8n, which adds the fields itself', async () => {
		const { json } = await testApp.run(BESIDE, [{ user: '', event: 'Purchase', row: 7 }], {
			settings: { onError: 'continueErrorOutput' },
		});
		expect(json.filter((item) => 'row' in item)).toEqual([]);
	});
});
