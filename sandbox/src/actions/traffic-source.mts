import { openSession } from '../model/activity.mjs';
import type { TrafficSource } from '../model/session.mjs';
import { userAction, type Action } from '../leanplum/action.mjs';
import { number, object } from '../leanplum/arguments.mjs';
import { done } from '../leanplum/result.mjs';

/** The keys of a traffic source (OAS). It calls all of them required; SDKs send any subset. */
const KEYS = [
	'publisherId',
	'publisherName',
	'publisherSubPublisher',
	'publisherSubSite',
	'publisherSubCampaign',
	'publisherSubAdGroup',
	'publisherSubAd',
];

/** setTrafficSourceInfo: where the user of the current session came from. */
const setTrafficSourceInfo = userAction({
	name: 'setTrafficSourceInfo',
	key: 'production',
	disposition: 'CreateIfNeeded',
	writes: true,
	args: {
		trafficSource: object,
		/** Start of the session, epoch seconds; at most 2 minutes after it (OAS, result unknown). */
		time: number.optional(),
	},
	run({ trafficSource }, { user, deviceId, now }) {
		const source: TrafficSource = {};
		for (const key of KEYS) {
			const value = trafficSource[key];
			if (value !== undefined && value !== null) source[key] = String(value);
		}
		const session = openSession(user, deviceId, now);
		if (session) session.trafficSource = source;
		user.trafficSource = source;
		return done();
	},
});

export const TRAFFIC_SOURCE_ACTIONS: readonly Action[] = [setTrafficSourceInfo];
