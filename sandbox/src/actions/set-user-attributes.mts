import { z } from 'zod';
import { parseJson } from '../basics/json.mjs';
import { userAction, type Action } from '../leanplum/action.mjs';
import {
	boolean,
	DEVICE,
	id,
	integer,
	LOCATION,
	number,
	object,
	textList,
} from '../leanplum/arguments.mjs';
import { done, failed } from '../leanplum/result.mjs';
import { counterTimeIsInvalid, isInvalid } from '../leanplum/texts.mjs';
import { counterOf } from '../model/activity.mjs';
import type { App } from '../model/app.mjs';
import { addToSet, incrementAttribute, removeFromSet } from '../model/attributes.mjs';
import { spanTime, type Counter } from '../model/counter.mjs';
import { changeUser } from '../model/identity.mjs';
import type { User } from '../model/user.mjs';
import { listDevice, setAttributes, setLocation } from './profile-changes.mjs';

/** A device as listed in `devices`. Without an ID it becomes a device `null` (recorded). */
const deviceSchema = z.object({ deviceId: id.nullish(), ...DEVICE });

const devicesSchema = z.union([
	z.array(deviceSchema),
	z.string().transform(parseJson).pipe(z.array(deviceSchema)),
]);

/** Changes to one counter of `events` or `states`; times in epoch seconds. */
const counterSchema = z.object({
	count: integer.optional(),
	countIncrement: integer.optional(),
	value: number.optional(),
	valueIncrement: number.optional(),
	firstTime: number.optional(),
	lastTime: number.optional(),
});

type CounterChange = z.output<typeof counterSchema>;

/** The changes to all counters of a kind, or the error that Leanplum gives for them. */
function counterChanges(
	kind: 'event' | 'state',
	counters: Record<string, unknown> | undefined,
): Map<string, CounterChange> | { error: string } {
	const changes = new Map<string, CounterChange>();
	for (const [name, fields] of Object.entries(counters ?? {})) {
		const parsed = counterSchema.safeParse(fields);
		if (!parsed.success) {
			const field = parsed.error.issues[0]?.path[0];
			return {
				error:
					field === undefined
						? isInvalid(`${kind}s`)
						: counterTimeIsInvalid(kind, name, String(field)),
			};
		}
		changes.set(name, parsed.data);
	}
	return changes;
}

function applyCounters(
	app: App,
	kind: 'event' | 'state',
	counters: Map<string, Counter>,
	changes: Map<string, CounterChange>,
): void {
	for (const [name, change] of changes) {
		if (!app.admitsName(kind, name)) continue;
		const counter = counterOf(counters, name);
		counter.count = (change.count ?? counter.count) + (change.countIncrement ?? 0);
		if (kind === 'event' && (change.value !== undefined || change.valueIncrement !== undefined)) {
			counter.value = (change.value ?? counter.value ?? 0) + (change.valueIncrement ?? 0);
		}
		spanTime(counter, change);
	}
}

const each = (
	values: Record<string, unknown> | undefined,
	apply: (name: string, value: unknown) => void,
): void => Object.entries(values ?? {}).forEach(([name, value]) => apply(name, value));

const addAll = (set: Set<string>, values: readonly string[] = []): void =>
	values.forEach((value) => set.add(value));

const removeAll = (set: Set<string>, values: readonly string[] = []): void =>
	values.forEach((value) => set.delete(value));

/** Sets several values of a set attribute; a new attribute counts against the app's names. */
function changeSets(
	app: App,
	user: User,
	args: {
		userAttributeValuesToAdd?: Record<string, unknown> | undefined;
		userAttributeValuesToRemove?: Record<string, unknown> | undefined;
		userAttributeValuesToIncrement?: Record<string, unknown> | undefined;
	},
): void {
	const { attributes } = user;
	each(args.userAttributeValuesToAdd, (name, values) => {
		if (app.admitsName('attribute', name)) addToSet(attributes, name, values);
	});
	each(args.userAttributeValuesToRemove, (name, values) => {
		removeFromSet(attributes, name, values);
	});
	each(args.userAttributeValuesToIncrement, (name, increment) => {
		if (app.admitsName('attribute', name)) incrementAttribute(attributes, name, increment);
	});
}

const setUserAttributes = userAction({
	name: 'setUserAttributes',
	key: 'production',
	disposition: 'CreateIfNeeded',
	writes: true,
	// Recorded: clearing the anomaly flag is done with the development key.
	needsDevelopmentKey: ({ resetAnomalies }) => boolean.safeParse(resetAnomalies).data === true,
	args: {
		userAttributes: object.optional(),
		userAttributeValuesToAdd: object.optional(),
		userAttributeValuesToRemove: object.optional(),
		userAttributeValuesToIncrement: object.optional(),
		unsubscribeCategoriesToAdd: textList.optional(),
		unsubscribeCategoriesToRemove: textList.optional(),
		unsubscribeChannelsToAdd: textList.optional(),
		unsubscribeChannelsToRemove: textList.optional(),
		newUserId: id.optional(),
		events: object.optional(),
		states: object.optional(),
		/** Epoch seconds. */
		created: number.optional(),
		/** Epoch seconds. */
		lastActive: number.optional(),
		totalSessions: integer.optional(),
		/** Seconds. */
		timeSpentInApp: number.optional(),
		devices: devicesSchema.optional(),
		resetAnomalies: boolean.optional(),
		...LOCATION,
	},
	run(args, { app, user: named, deviceId, now }) {
		const events = counterChanges('event', args.events);
		if ('error' in events) return failed(200, events.error);
		const states = counterChanges('state', args.states);
		if ('error' in states) return failed(200, states.error);

		// First of all, because the call's other arguments are about the new user.
		const user =
			args.newUserId === undefined ? named : changeUser(app, named, args.newUserId, deviceId, now);
		setAttributes(app, user, args.userAttributes ?? {});
		changeSets(app, user, args);
		addAll(user.unsubscribedCategories, args.unsubscribeCategoriesToAdd);
		removeAll(user.unsubscribedCategories, args.unsubscribeCategoriesToRemove);
		addAll(user.unsubscribedChannels, args.unsubscribeChannelsToAdd);
		removeAll(user.unsubscribedChannels, args.unsubscribeChannelsToRemove);
		applyCounters(app, 'event', user.events, events);
		applyCounters(app, 'state', user.states, states);
		for (const device of args.devices ?? []) {
			const listedId = device.deviceId ?? null;
			if (listedId !== null) app.seeOnDevice(user, listedId);
			listDevice(user, listedId, device);
		}
		setLocation(user, args);
		user.created = args.created ?? user.created;
		user.lastActive = args.lastActive ?? user.lastActive;
		user.totalSessions = args.totalSessions ?? user.totalSessions;
		user.timeSpentInApp = args.timeSpentInApp ?? user.timeSpentInApp;
		return done();
	},
});

export const USER_ATTRIBUTE_ACTIONS: readonly Action[] = [setUserAttributes];
