import type { INodeParameters } from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { RESOURCES } from '../../nodes/Leanplum/resources';
import { eventsOf, QUICK, TRACK, userNames, World } from './world.mts';

const world = World.forThisFile();

const PREVIEW: INodeParameters = { ...TRACK, options: { ...QUICK, previewOnly: true } };

describe('Preview Only', () => {
	it('tells requests and billed users of a large sync, and sends nothing', async () => {
		const users = userNames(100);
		const { items, json } = await world.run(PREVIEW, eventsOf([...users, ...users, ...users]));
		const [summary, ...requests] = json;
		expect(summary).toEqual({
			status: 'preview',
			requests: 2,
			items: 300,
			itemsWithProblems: 0,
			billedUsers: 100,
		});
		expect(requests).toMatchObject([
			{ request: 1, items: 150, billedUsers: 50, key: 'Client Key' },
			{ request: 2, items: 150, billedUsers: 50, key: 'Client Key' },
		]);
		const paired = items.slice(1).flatMap(({ pairedItem }) => pairedItem);
		expect(paired).toHaveLength(300);
		expect(await world.requests()).toEqual([]);
	});

	it('shows the very body that would be sent, with the keys masked', async () => {
		const { json } = await world.run(PREVIEW, eventsOf(['ada', 'grace']));
		await world.run(TRACK, eventsOf(['ada', 'grace']));
		const [sent] = await world.requests();
		const body = json[1]?.body as Record<string, unknown>;
		expect(body).toMatchObject({ appId: world.appId, clientKey: '••••••••', apiVersion: '1.0.6' });
		const data = body.data as Array<Record<string, unknown>>;
		expect(data.map(({ action, reqId, ...args }) => ({ action, args, reqId }))).toEqual(
			sent!.actions.map(({ action, args, reqId }) => ({ action, args, reqId: String(reqId) })),
		);
		for (const key of Object.values(world.credential)) {
			if (key === world.appId || key === world.credential.apiUrl) continue;
			expect(JSON.stringify(json)).not.toContain(key);
		}
	});

	it('lists everything that is wrong with the items, and does not fail', async () => {
		const { json, error } = await world.run(PREVIEW, [
			{ user: 'ada', event: 'Purchase' },
			{ user: '', event: 'a,b' },
		]);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ items: 1, itemsWithProblems: 1, requests: 1 });
		expect(json.at(-1)).toMatchObject({ status: 'invalid', item: 1 });
		expect((json.at(-1)?.problems as string[]).length).toBe(2);
	});

	it.each(['true', 'yes', 1])(
		'sends nothing when an expression switches it on as %j',
		async (on) => {
			const previewOnly = `={{ ${JSON.stringify(on)} }}`;
			const { json } = await world.run({ ...TRACK, options: { ...QUICK, previewOnly } }, [
				{ user: 'ada', event: 'e' },
			]);
			expect(json[0]).toMatchObject({ status: 'preview' });
			expect(await world.requests()).toEqual([]);
		},
	);

	it('is refused when an expression gives nothing, because that may mean either', async () => {
		const options = { ...QUICK, previewOnly: "={{ '' }}" };
		const { error } = await world.run({ ...TRACK, options }, [{ user: 'ada', event: 'e' }]);
		expect(error?.message).toContain('Preview Only is empty');
		expect(await world.requests()).toEqual([]);
	});

	it('says when the key is missing', async () => {
		world.credential = { ...world.credential, clientKey: '' };
		const { json } = await world.run(PREVIEW, eventsOf(['ada']));
		expect(json[0]?.problem).toBe('"Track event" needs the Client Key');
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
