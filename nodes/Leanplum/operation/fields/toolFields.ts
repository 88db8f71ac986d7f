import type { IDataObject, INode } from 'n8n-workflow';

/** Whether a node is a tool of an AI agent. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

/** The names in n8n's `$fromAI('name', …)`, here in JSON text, where quotes may be escaped. */
const FROM_AI = /\$fromAI\(\s*\\?['"`]([\w-]+)/gi;

/**
 * Finds out which fields of its items a node may take for attributes.
 *
 * To a tool of an AI agent n8n gives what the model passed, wanted or not, together with the agent's
 * own input (`chatInput`, `sessionId`, …) and its own marks (`toolCallId`, `tool`, …). Of these only
 * what the user asks of the model counts, without the IDs.
 *
 * @returns the fields of an item that count: for nodes that are no tools, all
 */
export function ownFields(node: INode): (json: IDataObject) => IDataObject {
	if (!isTool(node)) return (json) => json;
	const { parameters } = node;
	const text = JSON.stringify({ ...parameters, userId: undefined, deviceId: undefined });
	const asked = new Set([...text.matchAll(FROM_AI)].map(([, name]) => name));
	return (json) => Object.fromEntries(Object.entries(json).filter(([name]) => asked.has(name)));
}
