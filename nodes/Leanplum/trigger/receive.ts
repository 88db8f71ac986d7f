import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readPostback } from '../protocol/postback/postback';
import {
	OWN_PARAMETERS,
	SECRET_PARAMETER,
	type PostbackType,
} from '../protocol/postback/postbackRule';
import { readDashboardBody } from './dashboardBody';
import { isWanted } from './filter';
import { originOf } from './secret';
import { readCollection, readSource } from './source';

/** Answers with a status of its own; what n8n calls a webhook response is the body of a 200. */
function refuse(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

/** Tells Leanplum that all is well, so that it does not deliver again, and starts nothing. */
const ACCEPTED: IWebhookResponseData = { webhookResponse: 'OK' };

function start(json: IDataObject): IWebhookResponseData {
	return { webhookResponse: 'OK', workflowData: [[{ json }]] };
}

/** The parameters of the request without those that are not Leanplum's, the secret above all. */
function queryOf(context: IWebhookFunctions, without: readonly string[]): IDataObject {
	const query = Object.entries(context.getQueryData() as IDataObject);
	return Object.fromEntries(query.filter(([name]) => !without.includes(name)));
}

function warningOf(warnings: readonly string[], what: string): IDataObject {
	return warnings.length > 0
		? { warning: `This ${what} is incomplete: ${warnings.join('; ')}` }
		: {};
}

function receivePostback(context: IWebhookFunctions, type: PostbackType): IWebhookResponseData {
	const query = queryOf(context, OWN_PARAMETERS);
	const { fields, warnings } = readPostback(type, query);
	const events: unknown = context.getNodeParameter('events', []);
	if (!isWanted(fields, events, readCollection(context, 'filters'))) return ACCEPTED;
	const simplify = context.getNodeParameter('simplify', true) === true;
	return start({
		...(fields as unknown as IDataObject),
		...warningOf(warnings, 'postback'),
		...(simplify && warnings.length === 0 ? {} : { query }),
	});
}

async function receiveDashboardWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const body = await readDashboardBody(context.getRequestObject());
	if (body.kind === 'tooLong') return refuse(context, 413, 'The body is too long');
	if (body.kind === 'unreadable') return refuse(context, 400, "The body couldn't be read");
	const simplify = context.getNodeParameter('simplify', true) === true;
	const content: IDataObject =
		body.kind === 'fields' ? body.fields : { body: body.text, warning: body.warning };
	return start(simplify ? content : { query: queryOf(context, [SECRET_PARAMETER]), ...content });
}

/**
 * Receives a request on the node's webhook.
 *
 * Forged requests get a 403 and start nothing; genuine ones always get a 200, also when they cannot be
 * read in full, because Leanplum would otherwise repeat them for hours.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const origin = await originOf(context);
	if (origin === 'forged') return refuse(context, 403, 'Forbidden');
	// Leanplum repeats after a 5xx; the secret will be there by then.
	if (origin === 'undecided') return refuse(context, 503, 'The workflow has no secret yet');
	const source = readSource(context);
	return source === 'dashboardWebhook'
		? await receiveDashboardWebhook(context)
		: receivePostback(context, source);
}
