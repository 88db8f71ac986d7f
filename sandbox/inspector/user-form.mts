import { ApiError, appPath, call, get, userQuery } from './api.mjs';
import { openForm } from './form.mjs';
import { announce } from './parts.mjs';
import { goTo } from './route.mjs';

/** A value as it was typed: a number, a list in brackets, or else text. */
function valueOf(typed: string): unknown {
	if (
		typed !== '' &&
		/^-?\d+(\.\d+)?$/.test(typed) &&
		Number.isSafeInteger(Math.trunc(Number(typed)))
	) {
		return Number(typed);
	}
	const list = /^\[(.*)\]$/.exec(typed)?.[1];
	if (list === undefined) return typed;
	return list.trim() === '' ? [] : list.split(',').map((entry) => valueOf(entry.trim()));
}

/** Attributes, one on each line as `name = value`. */
function attributesOf(text: string): Record<string, unknown> {
	const lines = text.split('\n').filter((line) => line.trim() !== '');
	return Object.fromEntries(
		lines.map((line) => {
			const equals = line.indexOf('=');
			if (equals < 1) throw new Error(`Attributes: “${line}” is not name = value.`);
			return [line.slice(0, equals).trim(), valueOf(line.slice(equals + 1).trim())];
		}),
	);
}

async function exists(appId: string, userId: string): Promise<boolean> {
	try {
		await get(appPath(appId, 'browse', 'user') + userQuery(userId));
		return true;
	} catch (error) {
		if (error instanceof ApiError && error.status === 404) return false;
		throw error;
	}
}

/** Asks for a new user and makes it. */
export function newUser(appId: string): void {
	openForm({
		title: 'New user',
		submit: 'Create user',
		fields: () => [
			{ name: 'userId', label: 'User ID', required: true },
			{
				name: 'attributes',
				label: 'Attributes',
				kind: 'long',
				hint: 'One per line, for example: tier = gold, visits = 3, interests = [Chess, Music].',
			},
			{
				name: 'systemName',
				label: 'Device',
				kind: 'choice',
				options: [
					['iOS', 'an iPhone'],
					['Android OS', 'an Android phone'],
					['', 'none'],
				],
				hint: 'Push notifications need a device.',
			},
		],
		async run({ userId = '', attributes = '', systemName }) {
			if (await exists(appId, userId)) throw new Error(`User ${userId} already exists.`);
			const device = { deviceId: `${userId}-phone`, systemName };
			await call('PUT', appPath(appId, 'user') + userQuery(userId), {
				attributes: attributesOf(attributes),
				devices: systemName ? [device] : [],
			});
			announce(`User ${userId} created`, 'good');
			goTo({ appId, view: 'users', key: userId });
		},
	});
}
