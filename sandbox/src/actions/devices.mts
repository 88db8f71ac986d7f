import { appAction, userAction, type Action } from '../leanplum/action.mjs';
import { DEVICE, text } from '../leanplum/arguments.mjs';
import { done, missingArgument } from '../leanplum/result.mjs';
import { namesDeviceField, setDevice } from './profile-changes.mjs';

/**
 * setDeviceAttributes: top-level device properties. Each user of a shared device has a record of
 * it: with a `userId` that user's is updated, with the `deviceId` alone the last user's (OAS).
 */
const setDeviceAttributes = userAction({
	name: 'setDeviceAttributes',
	key: 'production',
	disposition: 'CreateIfNeeded',
	writes: true,
	args: DEVICE,
	precheck(args) {
		if (args.deviceId === undefined) return missingArgument('deviceId');
		// Recorded: properties nested in `deviceAttributes` are ignored, and the reply is a success.
		return namesDeviceField(args) ? undefined : done();
	},
	run(args, { user, deviceId }) {
		if (deviceId !== undefined) setDevice(user, deviceId, args);
		return done();
	},
});

/** registerDevice: makes a device one for development; `registered` only the first time. */
const registerDevice = appAction({
	name: 'registerDevice',
	key: 'development',
	args: { deviceId: text, email: text },
	run({ deviceId }, { app }) {
		const registered = !app.developmentDevices.has(deviceId);
		app.developmentDevices.add(deviceId);
		return done({ registered });
	},
});

export const DEVICE_ACTIONS: readonly Action[] = [setDeviceAttributes, registerDevice];
