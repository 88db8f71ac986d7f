import { endSession, openSession, startSession } from './activity.mjs';
import type { App } from './app.mjs';
import { mergeCounter, type Counter } from './counter.mjs';
import type { User } from './user.mjs';

function fillIn<Key, Value>(into: Map<Key, Value>, from: Map<Key, Value>): void {
	for (const [key, value] of from) if (!into.has(key)) into.set(key, value);
}

function mergeCounters(into: Map<string, Counter>, from: Map<string, Counter>): void {
	for (const [name, counter] of from) {
		const existing = into.get(name);
		if (existing) mergeCounter(existing, counter);
		else into.set(name, counter);
	}
}

/** The anonymous profile goes into the existing one, whose own values win, and is deleted. */
function merge(app: App, anonymous: User, existing: User): void {
	fillIn(existing.attributes, anonymous.attributes);
	mergeCounters(existing.events, anonymous.events);
	mergeCounters(existing.states, anonymous.states);
	existing.created = Math.min(existing.created, anonymous.created);
	if (anonymous.lastActive !== null) {
		existing.lastActive = Math.max(existing.lastActive ?? 0, anonymous.lastActive);
	}
	existing.totalSessions += anonymous.totalSessions;
	existing.timeSpentInApp += anonymous.timeSpentInApp;
	for (const channel of anonymous.unsubscribedChannels) existing.unsubscribedChannels.add(channel);
	for (const id of anonymous.unsubscribedCategories) existing.unsubscribedCategories.add(id);
	existing.namelessDevices += anonymous.namelessDevices;
	existing.location = { ...anonymous.location, ...existing.location };
	for (const session of anonymous.history) session.userId = existing.userId;
	if (anonymous.inbox) existing.inbox = new Map([...anonymous.inbox, ...(existing.inbox ?? [])]);
	existing.history.push(...anonymous.history);
	existing.openSessions.push(...anonymous.openSessions);
	app.removeUser(anonymous);
	for (const [deviceId, device] of anonymous.devices) {
		if (!existing.devices.has(deviceId)) existing.devices.set(deviceId, device);
		app.seeOnDevice(existing, deviceId);
	}
}

function rename(app: App, user: User, newUserId: string): void {
	app.removeUser(user);
	user.userId = newUserId;
	user.anonymous = false;
	for (const session of user.history) session.userId = newUserId;
	app.putUser(user);
}

/**
 * Carries out `newUserId` (OAS setUserAttributes) and returns the user that the call is about from
 * then on. *Login*: an anonymous user and an existing one become one. *Register*: an anonymous user
 * gets the new ID. *Switch*: an identified user's session ends, and one begins for the other user.
 */
export function changeUser(
	app: App,
	user: User,
	newUserId: string,
	deviceId: string | undefined,
	now: number,
): User {
	if (newUserId === user.userId) return user;
	const existing = app.users.get(newUserId);
	if (user.anonymous) {
		if (!existing) {
			rename(app, user, newUserId);
			return user;
		}
		merge(app, user, existing);
		return existing;
	}
	const target = existing ?? app.createUser({ userId: newUserId });
	if (deviceId !== undefined) app.seeOnDevice(target, deviceId);
	const session = openSession(user, deviceId, now);
	if (session) {
		endSession(user, session, now);
		const { deviceId: on, developer } = session;
		startSession(app, target, { deviceId: on, background: false, developer }, now);
	}
	return target;
}
