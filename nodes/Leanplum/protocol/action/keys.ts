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
	const key = credential[KEYS[keyClass].field]?.trim();
	return key ? key : undefined;
}

const MASK = '***';

/** Leanplum's keys are far longer; what is shorter may stand in any text by chance. */
const MIN_KEY_LENGTH = 8;

/** A text from outside without the keys of a credential, which a proxy or server may have put into it. */
export function withoutKeys(text: string, credential: LeanplumCredential): string {
	let clean = text;
	for (const keyClass of Object.keys(KEYS) as KeyClass[]) {
		const key = apiKeyOf(credential, keyClass);
		if (key === undefined || key.length < MIN_KEY_LENGTH) continue;
		// Also as it stands within JSON.
		for (const written of [key, JSON.stringify(key).slice(1, -1)]) {
			if (clean.includes(written)) clean = clean.replaceAll(written, MASK);
		}
	}
	return clean;
}
