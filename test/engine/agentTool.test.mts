import { SeenStore } from '../../testkit/seenStore.mts';
import { runAgent } from './agent.mts';
import { TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

beforeEach(async () => {
	// With Retry On Fail, n8n's store keeps events from being sent twice.
	(await SeenStore.shared()).clear();
});

describe('An AI agent with two Leanplum tools', () => {
	it.each([false, true])(
		'gets its own answer for each call, with Retry On Fail %p',
		async (retryOnFail) => {
			const tool = (event: string) => ({
				name: `Track ${event}`,
				parameters: { ...TRACK, userId: "={{ $fromAI('user', 'the user', 'string') }}", event },
				settings: { retryOnFail, maxTries: 2, waitBetweenTries: 1 },
			});
			const { said, error } = await runAgent(
				testApp,
				[tool('Seen'), tool('Greeted')],
				[{ user: 'ada' }, { user: 'grace' }],
			);
			expect(error).toBeUndefined();
			const events = (await testApp.received('track')).map(({ args }) => [args.userId, args.event]);
			expect(events).toEqual([
				['ada', 'Greeted'],
				['ada', 'Seen'],
				['grace', 'Greeted'],
				['grace', 'Seen'],
			]);
			expect(JSON.stringify(said[2])).toContain('grace');
		},
	);
});
