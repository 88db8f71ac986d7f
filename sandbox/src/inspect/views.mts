import { int64FromSequence } from '../basics/int64.mjs';
import type { Outcome } from '../leanplum/result.mjs';
import type { App } from '../model/app.mjs';
import type { RecentEvent } from '../model/recent-events.mjs';
import type { SentMessage } from '../model/sent.mjs';
import { devicesOf, type User } from '../model/user.mjs';
import type { RecordedRequest } from '../traffic/traffic.mjs';

/** A received request in a list: what became of it, without each of its actions. */
export interface RequestSummary
	extends Omit<RecordedRequest, 'actions' | 'batchArgs' | 'query' | 'processed'> {
	/** How many actions it had. */
	actionCount: number;
	/** The names of its actions, each once. */
	actionNames: string[];
	outcomes: Record<Outcome | 'notProcessed', number>;
	/** What a single action is about: its event, message, state … */
	about?: string;
	/** The first user or device it names. */
	subject?: string;
	/** The first warning or error. */
	remark?: string;
	/** Whether its App ID is none of this sandbox. */
	unknownApp: boolean;
}

/** Arguments that tell what an action is about. */
const TELLING = ['event', 'messageId', 'state', 'campaignId', 'jobId', 'id', 'filename'];

/** What the only action of a request is about; messages by their name. */
function aboutOf({ actions }: RecordedRequest, app: App): string | undefined {
	const [only, ...others] = actions;
	if (!only || others.length > 0) return undefined;
	const value = TELLING.map((name) => only.args[name]).find(
		(given) => typeof given === 'string' || typeof given === 'number',
	);
	const known = value === only.args.messageId ? app.messages.get(String(value)) : undefined;
	return known?.name ?? (value === undefined ? undefined : String(value));
}

export function summaryOf(request: RecordedRequest, app: App): RequestSummary {
	const { actions, batchArgs: _args, query: _query, processed: _processed, ...rest } = request;
	const outcomes = { done: 0, skipped: 0, failed: 0, notProcessed: 0 };
	const names = new Set<string>();
	for (const { action, outcome } of actions) {
		outcomes[outcome] += 1;
		names.add(action);
	}
	const subject = actions[0]?.userId ?? actions[0]?.deviceId;
	const about = aboutOf(request, app);
	const noted = actions.find(({ warning, error }) => warning !== undefined || error !== undefined);
	const remark = noted?.error ?? noted?.warning;
	return {
		...rest,
		actionCount: actions.length,
		actionNames: [...names],
		outcomes,
		...(about === undefined ? {} : { about }),
		...(subject === undefined ? {} : { subject }),
		...(remark === undefined ? {} : { remark }),
		unknownApp: request.appId !== app.appId,
	};
}

/** A user in a list. Times in epoch seconds. */
export interface UserSummary
	extends Pick<User, 'userId' | 'anonymous' | 'blocked' | 'created' | 'lastActive'> {
	/** The first attributes, for a glance. */
	attributes: [string, unknown][];
	attributeCount: number;
	deviceCount: number;
}

const GLANCE = 3;

export function userSummaryOf(user: User): UserSummary {
	const { userId, anonymous, blocked, created, lastActive, attributes, devices } = user;
	const glance: [string, unknown][] = [];
	for (const entry of attributes) {
		if (glance.length === GLANCE) break;
		glance.push(entry);
	}
	return {
		userId,
		anonymous,
		blocked,
		created,
		lastActive,
		attributes: glance,
		attributeCount: attributes.size,
		deviceCount: devices.size + user.namelessDevices,
	};
}

/** An event in a list. `time` in epoch seconds. */
export interface EventView {
	eventId: string;
	userId: string;
	event: string;
	time: number;
	value?: number;
	info?: string;
	params?: Record<string, unknown>;
	/** Of an event of a message: the message's name, and what happened to it. */
	message?: { id: string; name?: string; event: string };
}

export function eventViewOf(app: App, { userId, occurrence }: RecentEvent): EventView {
	const { sequence, ...rest } = occurrence;
	const [, id, event = 'Sent'] = /^\.m(\d+)(?: (.+))?$/.exec(occurrence.event) ?? [];
	const name = id === undefined ? undefined : app.messages.get(id)?.name;
	return {
		eventId: int64FromSequence(sequence),
		userId,
		...rest,
		...(id === undefined ? {} : { message: { id, ...(name && { name }), event } }),
	};
}

/** A message that went out, with what it said. `time` in epoch seconds. */
export interface SentView extends SentMessage {
	/** Its place in the order in which messages went out. */
	id: number;
	/** Absent when the message has been deleted since. */
	message?: { name: string; messageType: string; title?: string; text?: string };
	/** Operating systems of the user's devices. */
	systems: string[];
}

export function sentViewOf(app: App, sent: SentMessage, id: number): SentView {
	const message = app.messages.get(sent.messageId);
	const user = app.users.get(sent.userId);
	const devices = user ? devicesOf(user, true) : [];
	const systems = [...new Set(devices.flatMap(({ systemName }) => systemName ?? []))];
	if (!message) return { id, ...sent, systems };
	const { name, messageType, title, text } = message;
	const shown = { name, messageType, ...(title && { title }), ...(text && { text }) };
	return { id, ...sent, message: shown, systems };
}
