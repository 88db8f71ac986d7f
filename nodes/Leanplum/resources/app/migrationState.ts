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

function apiUrlOf(region: unknown): string {
	const known = typeof region === 'string' && Object.hasOwn(API_HOSTS, region);
	return known ? `https://${API_HOSTS[region]}` : '';
}

function simpleCleverTap(ct: IDataObject): IDataObject {
	const { accountId = null, regionCode: region = null, attributeMappings, identityKeys } = ct;
	return {
		accountId,
		region,
		apiUrl: apiUrlOf(region),
		attributeMappings: attributeMappings ?? {},
		// One of the SDKs' fixtures has an empty text for no keys (IOS).
		identityKeys: identityKeys === '' ? [] : (identityKeys ?? []),
	};
}

/** What is no object, without the token at any depth. */
const withoutToken = (ct: IDataObject[string]) =>
	JSON.parse(JSON.stringify(ct), (key, value: unknown) =>
		key === 'token' ? undefined : value,
	) as typeof ct;

/**
 * How far an app has moved to CleverTap. What is unknown passes through, also where an object or a list
 * is usual. The token, which only apps need, is left out.
 *
 * @param answer the reply of getMigrateState (JS, AND, IOS); each of its fields may be missing
 */
export function simpleMigrationState(answer: IDataObject): IDataObject {
	const { sdk = null, api = null, ct = null } = answer;
	const { profile = null, events = null } = (
		isObject(api) ? api : { profile: api, events: api }
	) as IDataObject;
	const parts = [sdk, profile, events].filter((part) => part !== null);
	return {
		moving: parts.length > 0 ? parts.some((part) => part !== LEANPLUM_ONLY) : null,
		sdk,
		state: answer.state ?? null,
		profiles: profile,
		events,
		cleverTap: isObject(ct) ? simpleCleverTap(ct as IDataObject) : withoutToken(ct),
		profileUploadStarted: answer.profileUploadStartedTs ?? null,
		eventsUploadStarted: answer.eventsUploadStartedTs ?? null,
		appTrafficStopped: answer.ctSdkTrafficStoppedTs ?? null,
		loggedInUserId: answer.loggedInUserId ?? null,
		hash: answer.sha256 ?? null,
	};
}
