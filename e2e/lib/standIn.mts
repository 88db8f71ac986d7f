import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { WorkflowNode } from './api.mts';

/** A request that a stand-in received. */
export interface StandInRequest {
	method: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: string;
}

/** An answer: an object as JSON, or text. */
export type StandInAnswer = object | string;

/** An HTTP server on the loopback interface, in place of a service that an example workflow calls. */
export interface StandIn {
	url: string;
	/** Everything it received, in order. */
	requests: StandInRequest[];
	/** The bodies as JSON. */
	json(): unknown[];
	close(): Promise<void>;
}

/** Starts a stand-in that answers everything with 200. */
export async function startStandIn(
	answer: (request: StandInRequest) => StandInAnswer = () => ({ ok: true }),
): Promise<StandIn> {
	const requests: StandInRequest[] = [];
	const server = createServer((incoming, response) => {
		void text(incoming).then((body) => {
			const { pathname, searchParams } = new URL(incoming.url!, 'http://stand-in');
			const request: StandInRequest = {
				method: incoming.method!,
				path: decodeURIComponent(pathname),
				query: searchParams,
				headers: incoming.headers,
				body,
			};
			requests.push(request);
			const result = answer(request);
			const isText = typeof result === 'string';
			response.setHeader('content-type', isText ? 'application/xml' : 'application/json');
			response.end(isText ? result : JSON.stringify(result));
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		json: () => requests.map(({ body }) => JSON.parse(body) as unknown),
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

/** The address of a node that calls a service, with the host of the stand-in. */
export function atStandIn(url: string) {
	return (node: WorkflowNode): WorkflowNode => {
		const address = String(node.parameters.url).replace(/https:\/\/[^/]+/, url);
		return { ...node, parameters: { ...node.parameters, url: address } };
	};
}

/**
 * For a node whose service has a fixed address, such as Slack: a request to the stand-in with some of
 * the node's values, so that they are still made by n8n of what the nodes before it gave.
 *
 * @param values the names and expressions of the values
 */
export function valuesToStandIn(
	url: string,
	values: (parameters: WorkflowNode['parameters']) => Record<string, unknown>,
) {
	return (node: WorkflowNode): WorkflowNode => ({
		...node,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			bodyParameters: {
				parameters: Object.entries(values(node.parameters)).map(([name, value]) => ({
					name,
					value,
				})),
			},
			options: {},
		},
	});
}

/** The same with one of the node's parameters. */
export function sentToStandIn(url: string, parameter: string) {
	return valuesToStandIn(url, (parameters) => ({ [parameter]: parameters[parameter] }));
}

/** For a node that reads from a service with a fixed address: items from the stand-in. */
export function readFromStandIn(url: string) {
	return (node: WorkflowNode): WorkflowNode => ({
		...node,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url, options: {} },
	});
}
