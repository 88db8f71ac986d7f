import type { FastifyInstance } from 'fastify';
import { appOf, type AppParams } from '../admin/app-of.mjs';
import { AdminError } from '../admin/respond.mjs';
import { userIn, type UserQuery } from '../admin/users.mjs';
import { viewUser } from '../admin/user-view.mjs';
import type { App } from '../model/app.mjs';
import type { RecordedRequest } from '../traffic/traffic.mjs';
import type { World } from '../world/world.mjs';
import { mentions } from './mentions.mjs';
import { pageOf, readPageQuery, type Page, type PageQuery } from './page-of.mjs';
import { eventViewOf, sentViewOf, summaryOf, userSummaryOf } from './views.mjs';

/** Sessions and events of one user that are shown; the admin API's own view has all. */
const NEWEST_SESSIONS = 20;
const NEWEST_EVENTS = 100;

/** Fields of a request that a search looks at. */
const searched = ({
	id,
	action,
	method,
	status,
	keyClass,
	dropped,
	batchArgs,
	query,
}: RecordedRequest) => [
	id,
	action,
	method,
	status,
	keyClass,
	dropped,
	Object.values(batchArgs),
	Object.values(query),
];

const requestMentions = (request: RecordedRequest, word: string): boolean =>
	mentions(searched(request), word) ||
	request.actions.some(
		({ action, userId, deviceId, outcome, warning, error, args }) =>
			mentions([action, userId, deviceId, outcome, warning, error], word) || mentions(args, word),
	);

type Kind = (world: World, app: App, query: PageQuery) => Page<unknown>;

/** The lists that can be read page by page. */
const KINDS: Record<string, Kind> = {
	/** Those for the app, and those for no app that there is: a wrong App ID shows here. */
	requests: (world, app, query) =>
		pageOf(
			{
				entries: world.traffic.kept,
				admits: ({ appId }) => appId === app.appId || !world.tenant(appId),
				mentions: requestMentions,
				show: (request) => summaryOf(request, app),
			},
			query,
		),
	users: (_world, app, query) =>
		pageOf(
			{
				entries: [...app.users.values()],
				mentions: ({ userId, attributes, devices, location }, word) =>
					[userId, attributes, [...devices.keys()], location].some((part) => mentions(part, word)),
				show: userSummaryOf,
			},
			query,
		),
	events: (_world, app, query) =>
		pageOf(
			{
				entries: app.recentEvents.list,
				mentions: (event, word) => mentions(Object.values(eventViewOf(app, event)), word),
				show: (event) => eventViewOf(app, event),
			},
			query,
		),
	sent: (_world, app, query) =>
		pageOf(
			{
				entries: app.sent,
				mentions: ({ messageId, userId, deviceId, campaignId, values }, word) =>
					mentions([messageId, userId, deviceId, campaignId, values], word) ||
					mentions(app.messages.get(messageId)?.name, word),
				show: (sent, index) => sentViewOf(app, sent, index),
			},
			query,
		),
	jobs: (_world, app, query) =>
		pageOf(
			{
				entries: app.jobs.list(),
				mentions: (job, word) => mentions(Object.values(job), word),
				show: (job) => job,
			},
			query,
		),
	deliveries: (world, app, query) =>
		pageOf(
			{
				entries: world.outbound.list(app.appId),
				mentions: (delivery, word) => mentions(Object.values(delivery), word),
				show: (delivery) => delivery,
			},
			query,
		),
};

/** Reading long lists page by page, newest first, and single entries of them. */
export function addBrowseRoutes(admin: FastifyInstance, world: World): void {
	const url = '/apps/:appId/browse';

	admin.get<{ Params: AppParams & { kind: string } }>(`${url}/:kind`, ({ params, query }) => {
		const kind = Object.hasOwn(KINDS, params.kind) ? KINDS[params.kind] : undefined;
		if (!kind) throw new AdminError(404, `There is no list "${params.kind}".`);
		return kind(world, appOf(world, params), readPageQuery(query));
	});

	admin.get<{ Params: AppParams & { id: string } }>(`${url}/requests/:id`, ({ params }) => {
		const { appId } = appOf(world, params);
		const request = world.traffic.kept.findLast(({ id }) => String(id) === params.id);
		if (!request || (request.appId !== appId && world.tenant(request.appId))) {
			throw new AdminError(404, `No request ${params.id}.`);
		}
		return request;
	});

	admin.get<{ Params: AppParams; Querystring: UserQuery }>(`${url}/user`, ({ params, query }) => {
		const user = userIn(appOf(world, params), query);
		const view = viewUser(user, NEWEST_SESSIONS);
		return { ...view, tracked: view.tracked.slice(-NEWEST_EVENTS) };
	});

	admin.delete<{ Params: AppParams }>(`${url}/requests`, ({ params }) => {
		const { appId } = appOf(world, params);
		world.traffic.clear(appId);
		for (const request of new Set(world.traffic.kept.map((kept) => kept.appId))) {
			if (!world.tenant(request)) world.traffic.clear(request);
		}
		return {};
	});
}
