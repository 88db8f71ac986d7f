import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../../protocol/basics/json';

/** CleverTap's API host for each region that a migration state can name. */
const API_HOSTS: Readonly<Record<string, string>> = {
	aps3: 'aps3.api.clevertap.com',
	eu1: 'api.clevertap.com',
	in1: 'in1.api.clevertap.com',
	mec1: 'mec1.api.clevertap.com',
	sg1: 'sg1.api.clevertap.com',
	sk1: 'sk1.api.clevertap.com',
	us1: 'us1.api.clevertap.com',
};

/** What says that CleverTap has no part in the app yet. */
const LEANPLUM_ONLY = 'lp';

const objectOf = (value: unknown): IDataObject => (isObject(value) ? (value as IDataObject) : {});

function apiUrlOf(region: unknown): string {
	const known = typeof region === 'string' && Object.hasOwn(API_HOSTS, region);
	return known ? `https://${API_HOSTS[region]}` : '';
}

/**
 * How far an app has moved to CleverTap. Unknown values pass through. The token, which only apps need, is
 * left out.
 *
 * @param answer the reply of getMigrateState (JS, AND, IOS); each of its fields may be missing
 */
export function simpleMigrationState(answer: IDataObject): IDataObject {
	const api = objectOf(answer.api);
	const ct = objectOf(answer.ct);
	const parts = [answer.sdk, api.profile, api.events];
	return {
		moving: parts.some((part) => part !== undefined && part !== null && part !== LEANPLUM_ONLY),
		sdk: answer.sdk ?? null,
		state: answer.state ?? null,
		profiles: api.profile ?? null,
		events: api.events ?? null,
		cleverTap: isObject(answer.ct)
			? {
					accountId: ct.accountId ?? null,
					region: ct.regionCode ?? null,
					apiUrl: apiUrlOf(ct.regionCode),
					attributeMappings: objectOf(ct.attributeMappings),
					identityKeys: Array.isArray(ct.identityKeys) ? ct.identityKeys : [],
				}
			: null,
		profileUploadStarted: answer.profileUploadStartedTs ?? null,
		eventsUploadStarted: answer.eventsUploadStartedTs ?? null,
		appTrafficStopped: answer.ctSdkTrafficStoppedTs ?? null,
		loggedInUserId: answer.loggedInUserId ?? null,
		hash: answer.sha256 ?? null,
	};
}
