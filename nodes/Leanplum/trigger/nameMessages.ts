import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { LeanplumCredential } from '../protocol/action/keys';
import { CREDENTIAL, readCredential } from '../transport/credential';
import { messageNames, type MessageNames } from '../transport/messageNames';
import { isSwitchedOn } from './source';

async function namesOf(context: IExecuteFunctions): Promise<MessageNames> {
	try {
		const given = await context.getCredentials<LeanplumCredential>(CREDENTIAL);
		return await messageNames(context, readCredential(given));
	} catch (error) {
		context.logger.warn(`Leanplum Trigger: ${(error as Error).message}`);
		return new Map();
	}
}

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
	if (!isSwitchedOn(options, 'messageNames') || !items.some(isMeant)) return items;
	const names = await namesOf(context);
	return items.map((item) => {
		if (!isMeant(item)) return item;
		const messageName = names.get(String(item.json.messageId)) ?? null;
		return { ...item, json: { ...item.json, messageName } };
	});
}
