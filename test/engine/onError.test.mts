import { eventsOf, QUICK, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const REFUSED = { kind: 'itemError', message: 'No' } as const;
const TRIES = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

describe('On Error → Continue', () => {
	it('gives every item its own result, in order, linked to its input', async () => {
		const items = [...eventsOf(['ada', 'grace']), { user: 'alan', event: 'bad,name' }];
		await testApp.admin.fault({ appId: testApp.appId, fault: { ...REFUSED, userId: 'grace' } });
		const {
			json,
			items: output,
			error,
		} = await testApp.run(TRACK, items, {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(json).toMatchObject([
			{ status: 'done', userId: 'ada', isOffline: true },
			{
				status: 'failed',
				userId: 'grace',
				deviceId: null,
				isOffline: null,
				error: {
					message: 'Leanplum rejected the request: No',
					description: expect.any(String),
					status: 'failed',
					userId: 'grace',
					leanplumMessage: 'No',
					httpStatus: 200,
				},
			},
			{
				status: 'notSent',
				userId: 'alan',
				deviceId: null,
				isOffline: null,
				error: {
					message: 'Event Name can\'t contain , | " { tabs, or line breaks (got "bad,name")',
					description: expect.stringMatching(/^Nothing was sent for this item\./),
					status: 'notSent',
				},
			},
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('sends failed items to the error output with the fields of their input', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { ...REFUSED, userId: 'user-2' } });
		const items = eventsOf(userNames(3)).map((item, row) => ({ ...item, row }));
		const { json, errorItems } = await testApp.run(TRACK, items, {
			settings: { onError: 'continueErrorOutput' },
		});
		expect(json.map(({ userId }) => userId)).toEqual(['user-1', 'user-3']);
		expect(errorItems).toEqual([
			{
				json: {
					user: 'user-2',
					event: 'Purchase',
					row: 1,
					error: {
						message: 'Leanplum rejected the request: No',
						description: expect.any(String),
						status: 'failed',
						userId: 'user-2',
						leanplumMessage: 'No',
						httpStatus: 200,
					},
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('sends every item to the error output when all failed', async () => {
		testApp.credential.clientKey = 'prod_wrong';
		const { json, errorItems } = await testApp.run(TRACK, eventsOf(userNames(3)), {
			settings: { onError: 'continueErrorOutput' },
		});
		expect(json).toEqual([]);
		expect(errorItems.map((item) => item.json.user)).toEqual(userNames(3));
	});

	it('gives every item the reason when a key is missing', async () => {
		testApp.credential.clientKey = ' ';
		const { json } = await testApp.run(TRACK, eventsOf(['ada', 'grace']), {
			settings: { onError: 'continueRegularOutput' },
		});
		const error = { message: '"Track event" needs the Client Key' };
		expect(json).toMatchObject([{ error }, { error }]);
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Retry On Fail', () => {
	it.each(['continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'] as const)(
		'sends only what failed again, when the first item fails (%s)',
		async (onError) => {
			await testApp.admin.fault({
				appId: testApp.appId,
				times: null,
				match: { batchContainsUserId: 'user-1' },
				fault: { ...REFUSED, userId: 'user-1' },
			});
			const { executions } = await testApp.run(TRACK, eventsOf(userNames(5)), {
				settings: { onError, ...TRIES },
			});
			expect(executions).toBe(3);
			const received = await testApp.received('track');
			expect(received.map(({ userId }) => userId)).toEqual([...userNames(5), 'user-1', 'user-1']);
			expect((await testApp.stats()).tracked).toBe(4);
		},
	);

	it('gives the results of all tries together when a later one succeeds', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { ...REFUSED, userId: 'user-1' } });
		const { json, error } = await testApp.run(TRACK, eventsOf(userNames(3)), { settings: TRIES });
		expect(error).toBeUndefined();
		expect(json.map(({ status, userId }) => [userId, status])).toEqual([
			['user-1', 'done'],
			['user-2', 'done'],
			['user-3', 'done'],
		]);
		expect((await testApp.stats()).tracked).toBe(3);
	});

	describe('leaves a user as the last item wants it, though an earlier one is done late', () => {
		const attribute = (value: string, user = 'ada') => ({ user, value });
		const setPlans = async (maxTries: number) => {
			await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'status', status: 503 } });
			// The second item was done, and is refused when it is made again.
			await testApp.admin.fault({ appId: testApp.appId, skip: 4, fault: REFUSED });
			const { json, error } = await testApp.run(
				{
					resource: 'user',
					operation: 'setAttributes',
					userId: '={{ $json.user }}',
					attributesFrom: 'json',
					attributesJson: '={{ { plan: $json.value } }}',
					options: { batching: 'off', maxRetries: 0, parallelRequests: 1 },
				},
				[attribute('first'), attribute('second'), attribute('other', 'grace'), attribute('third')],
				{ settings: { ...TRIES, maxTries } },
			);
			expect((await testApp.user('ada'))?.attributes.plan).toBe('third');
			const received = await testApp.received('setUserAttributes');
			const plans = received.map(({ args }) => (args.userAttributes as { plan: string }).plan);
			return { json, error, plans };
		};

		it('and makes a change again that an earlier one replaced', async () => {
			const { json, plans } = await setPlans(3);
			expect(json.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
			expect(plans).toEqual([
				...['first', 'second', 'third', 'other'],
				...['first', 'second', 'third'],
				...['second', 'third'],
			]);
		});

		it('and says so of a change that was replaced, when there are no more tries', async () => {
			const { error, plans } = await setPlans(2);
			expect(error?.message).toMatch(
				/^An earlier item .* overwritten this change in Leanplum: No$/,
			);
			expect(plans).toHaveLength(7);
		});
	});

	it('does not send again what may have been done', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { error } = await testApp.run(TRACK, eventsOf(['ada', 'grace']), { settings: TRIES });
		expect(error?.message).toMatch(/^Leanplum may or may not have processed this item/);
		expect(await testApp.stats()).toMatchObject({ requests: 1, tracked: 2 });
	});

	it('does not send skipped items again', async () => {
		const { executions } = await testApp.run(
			{
				...TRACK,
				additionalFields: { createDisposition: 'CreateNever' },
				options: { ...QUICK, ifSkipped: 'fail' },
			},
			eventsOf(['nobody']),
			{ settings: TRIES },
		);
		expect(executions).toBe(3);
		expect((await testApp.stats()).requests).toBe(1);
	});
});
