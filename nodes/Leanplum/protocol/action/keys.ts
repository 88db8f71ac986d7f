/**
 * Leanplum's four classes of keys. One app has one key of each class; every action is answered
 * only to its own class ("Invalid access key" otherwise). Source: D:making-requests, OAS.
 */
export type KeyClass = 'production' | 'development' | 'dataExport' | 'contentReadOnly';

/** What a credential holds: one Leanplum app and those of its keys that the user filled in. */
export interface LeanplumCredential {
	appId: string;
	/** The production key. */
	clientKey: string;
	dataExportApiKey?: string;
	contentReadOnlyApiKey?: string;
	developmentApiKey?: string;
	/** The endpoint, `https://api.leanplum.com/api` unless the user changed it. */
	apiUrl: string;
	/** What webhooks made in the Leanplum dashboard prove their origin with; no key of Leanplum's. */
	webhookSecret?: string;
	/** Further hosts, separated by commas, whose requests the credential signs. */
	otherHosts?: string;
}

interface KeyDescription {
	/** The credential's field that holds the key. */
	field: 'clientKey' | 'dataExportApiKey' | 'contentReadOnlyApiKey' | 'developmentApiKey';
	/** The field's label, as error messages name it. */
	label: string;
}

/** Where each class of key lives in the credential and what people call it. */
export const KEYS: Readonly<Record<KeyClass, KeyDescription>> = {
	production: { field: 'clientKey', label: 'Client Key' },
	development: { field: 'developmentApiKey', label: 'Development Key' },
	dataExport: { field: 'dataExportApiKey', label: 'Data Export Key' },
	contentReadOnly: { field: 'contentReadOnlyApiKey', label: 'Content Read-Only Key' },
};

/**
 * The key of a class.
 *
 * @returns the key, or `undefined` when the user did not fill it in (blanks do not count)
 */
export function apiKeyOf(credential: LeanplumCredential, keyClass: KeyClass): string | undefined {
	const key = String(credential[KEYS[keyClass].field] ?? '').trim();
	return key ? key : undefined;
}

/** Leanplum's keys are far longer; what is shorter may stand in any text by chance. */
export const MIN_KEY_LENGTH = 8;

/** Whether a text is too short to be a key. */
export function isTooShort(key: string): boolean {
	return key.length < MIN_KEY_LENGTH;
}
