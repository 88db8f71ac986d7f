import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isObject } from '../protocol/basics/json';
import type { LeanplumCredential } from '../protocol/action/keys';
import { CREDENTIAL, readCredential } from '../transport/credential';
import { messageNames } from '../transport/messageNames';

/**
 * Events with the names of their messages, where the user wants that; null for a message without one.
 * A look-up that fails must not cost the event, so nothing here throws.
 */
export async function nameMessages(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const options: unknown = context.getNodeParameter('triggerOptions', 0, {});
	const isMeant = ({ json }: INodeExecutionData) => 'messageId' in json;
	const isOn = isObject(options) && options.messageNames === true;
	if (!isOn || !items.some(isMeant)) return items;
	const given = await context.getCredentials<LeanplumCredential>(CREDENTIAL);
	const names = await messageNames(context, readCredential(given));
	return items.map((item) => {
		if (!isMeant(item)) return item;
		const messageName = names.get(String(item.json.messageId)) ?? null;
		return { ...item, json: { ...item.json, messageName } };
	});
}
