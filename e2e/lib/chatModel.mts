import { createServer } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

interface ChatMessage {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: unknown;
}

/** A request as OpenAI's chat completions take it. */
export interface ChatRequest {
	messages: ChatMessage[];
	tools?: { function: { name: string; parameters: { properties: Record<string, unknown> } } }[];
	stream?: boolean;
}

/** A stand-in for a chat model with OpenAI's interface, on the loopback interface. */
export interface ChatModel {
	/** For the credential: base URL and key. */
	url: string;
	apiKey: string;
	/** Everything it was asked. */
	requests: ChatRequest[];
	close(): Promise<void>;
}

const API_KEY = 'stand-in-for-a-chat-model';

const toolCall = (name: string, args: object) => ({
	role: 'assistant',
	content: null,
	tool_calls: [
		{ id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify(args) } },
	],
});

/** What the model calls its tool with, when a person wrote this. */
export type ToolArguments = object | ((message: string) => object);

/** What the person wrote last: text, or parts of it. */
function lastMessage(messages: ChatMessage[]): string {
	const content = messages.findLast(({ role }) => role === 'user')?.content;
	return typeof content === 'string' ? content : JSON.stringify(content);
}

/** Calls the tool that it is offered, once, and then repeats what the tool said. */
function answer({ messages, tools = [] }: ChatRequest, args: ToolArguments) {
	const result = messages.findLast(({ role }) => role === 'tool');
	if (result) return { role: 'assistant', content: `The tool says: ${String(result.content)}` };
	const tool = tools[0];
	if (!tool) return { role: 'assistant', content: 'There is no tool.' };
	const chosen = typeof args === 'function' ? args(lastMessage(messages)) : args;
	return toolCall(tool.function.name, chosen);
}

function completion(message: object, finishReason: string) {
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model: 'stand-in',
		choices: [{ index: 0, message, finish_reason: finishReason }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** The same as a stream of one piece, which agents ask for that show their answer as it grows. */
function asStream(message: object, finishReason: string): string {
	const { choices, ...rest } = completion(message, finishReason);
	const calls = (message as { tool_calls?: object[] }).tool_calls;
	const delta = {
		...message,
		...(calls ? { tool_calls: calls.map((call, index) => ({ index, ...call })) } : {}),
	};
	const chunk = (part: object) =>
		`data: ${JSON.stringify({ ...rest, object: 'chat.completion.chunk', choices: [{ ...choices[0], message: undefined, ...part }] })}\n\n`;
	return `${chunk({ delta, finish_reason: null })}${chunk({ delta: {}, finish_reason: finishReason })}data: [DONE]\n\n`;
}

/**
 * Starts a chat model that calls its first tool with the given arguments.
 *
 * @param args what it calls the tool with
 */
export async function startChatModel(args: ToolArguments): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			if (request.headers.authorization !== `Bearer ${API_KEY}`) {
				response.writeHead(401).end('{"error":{"message":"wrong key"}}');
				return;
			}
			if (!request.url?.endsWith('/chat/completions')) {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end('{"object":"list","data":[]}');
				return;
			}
			const asked = JSON.parse(body) as ChatRequest;
			requests.push(asked);
			const message = answer(asked, args);
			const finishReason = 'tool_calls' in message ? 'tool_calls' : 'stop';
			response.writeHead(200, {
				'content-type': asked.stream ? 'text/event-stream' : 'application/json',
			});
			response.end(
				asked.stream
					? asStream(message, finishReason)
					: JSON.stringify(completion(message, finishReason)),
			);
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		apiKey: API_KEY,
		requests,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
