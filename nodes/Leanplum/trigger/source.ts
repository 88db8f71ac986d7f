import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { isObject } from '../protocol/basics/json';
import type { PostbackType } from '../protocol/postback/postbackRule';
import { readYesNo } from '../values/yesNo';

/** What starts the workflow: one of Leanplum's postbacks, or a webhook made in its dashboard. */
export type TriggerSource = PostbackType | 'dashboardWebhook';

type Context = IHookFunctions | IWebhookFunctions;

export function readSource(context: Context): TriggerSource {
	return context.getNodeParameter('triggerOn') as TriggerSource;
}

/** A collection parameter of the trigger: its filled-in members by name. */
export function readCollection(context: Context, name: string): Record<string, unknown> {
	const value: unknown = context.getNodeParameter(name, {});
	return isObject(value) ? value : {};
}

/** Whether a switch of a collection is on, by the rule for yes or no; what it can't read counts as off. */
export function isSwitchedOn(collection: unknown, name: string): boolean {
	const reading = readYesNo(isObject(collection) ? collection[name] : undefined);
	return reading.kind === 'value' && reading.value;
}
