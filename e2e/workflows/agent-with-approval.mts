import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import { until } from '../lib/process.mts';
import { startStandIn } from '../lib/standIn.mts';

const WIN_BACK = '4810110001000042';

/** n8n takes no approval from programs, which look at links before humans do. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

interface Question {
	chat_id: string;
	text: string;
	reply_markup: { inline_keyboard: { text: string; url: string }[][] };
}

/**
 * The chat model and Telegram are stand-ins that the credentials lead to; the workflow is as shipped.
 * The human looks whether anything was sent already, and presses Approve.
 */
const example: Example = {
	needsNewest: 'human review for tools',
	async prepare({ admin, appId }) {
		await admin.putMessage(appId, WIN_BACK, { name: 'Win-back push' });
		await admin.seedUsers(appId, ['42'], { withDevice: true });
	},
	async surround({ admin, api, appId }) {
		let sentBefore: number | undefined;
		async function approve(question: Question): Promise<void> {
			sentBefore = (await admin.sent(appId)).length;
			const buttons = question.reply_markup.inline_keyboard.flat();
			const { url } = buttons.find(({ text }) => /approve/i.test(text))!;
			// n8n is still putting the execution to sleep, which no human is quick enough to see.
			await until('The execution sleeps', async () => {
				const filter = encodeURIComponent('{"status":["waiting"]}');
				const path = `/executions?filter=${filter}&limit=1`;
				return (await api.send<{ results: unknown[] }>('GET', path)).results.length > 0;
			});
			const response = await fetch(url, { headers: { 'user-agent': BROWSER } });
			assert.equal(response.status, 200, 'the approval is taken');
		}
		let answered: Promise<void> | undefined;
		const telegram = await startStandIn(({ path, body }) => {
			if (path.endsWith('/sendMessage')) answered = approve(JSON.parse(body) as Question);
			return { ok: true, result: { message_id: 1 } };
		});
		return {
			credentials: { telegramApi: { accessToken: 'stand-in', baseUrl: telegram.url } },
			async check() {
				await answered;
				const [question] = telegram.json() as Question[];
				assert.equal(question?.chat_id, '1234567');
				assert.match(question.text, /user 42/);
				assert.equal(sentBefore, 0, 'nothing was sent before the human agreed');
				const sent = await admin.sent(appId);
				assert.deepEqual(
					sent.map(({ userId, messageId }) => [userId, messageId]),
					[['42', WIN_BACK]],
				);
			},
			close: () => telegram.close(),
		};
	},
	start: {
		kind: 'chat',
		message: 'Send the win-back push to user 42',
		toolArguments: { toolParameters: { User_ID: '42' }, hitlParameters: {} },
	},
	outputs: { Agent: { items: 1 } },
	requests: 1,
	done: { sendMessage: 1 },
	async check(_world, run) {
		assert.match(String(run.json('Agent')[0]?.output), /"status":\s*"done"/);
	},
};

export default example;
