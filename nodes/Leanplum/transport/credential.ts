import { baseUrlObjection } from '../protocol/action/authorize';
import {
	apiKeyOf,
	isTooShort,
	KEYS,
	MIN_KEY_LENGTH,
	type KeyClass,
	type LeanplumCredential,
} from '../protocol/action/keys';
import type { Explanation } from '../operation/explain';

/** The name of the credential type. */
export const CREDENTIAL = 'leanplumApi';

const WHERE =
	'You can find it in the Leanplum dashboard under App Settings → your app → Keys & Settings.';

/** A key that is so short that it cannot be one. */
function shortKeyObjection(
	credential: LeanplumCredential,
	needed: Iterable<KeyClass>,
): Explanation | undefined {
	const short = [...needed].find((keyClass) => isTooShort(apiKeyOf(credential, keyClass) ?? ''));
	if (short === undefined) return undefined;
	const { label } = KEYS[short];
	return {
		message: `The ${label} in the Leanplum credential is too short`,
		description: `Nothing was sent. A key has at least ${MIN_KEY_LENGTH} characters. Copy the ${label} again. ${WHERE}`,
		failure: { cause: 'credential-invalid' },
	};
}

/** A credential as it is used: what an expression made a number is a text again. */
export function readCredential(given: LeanplumCredential): LeanplumCredential {
	return {
		...given,
		appId: String(given.appId ?? '').trim(),
		apiUrl: String(given.apiUrl ?? '').trim(),
	};
}

/**
 * Why nothing can be sent with a credential, if nothing can.
 *
 * @param purpose what the keys are needed for, as the beginning of a sentence
 * @param needed the classes of the keys
 */
export function credentialObjection(
	credential: LeanplumCredential,
	purpose: string,
	needed: Iterable<KeyClass>,
): Explanation | undefined {
	const failure = { cause: 'credential-invalid' } as const;
	if (!String(credential.appId ?? '').trim()) {
		return {
			message: 'The App ID is missing from the Leanplum credential',
			description: `Nothing was sent. Add it to the credential. ${WHERE}`,
			failure,
		};
	}
	const objection = baseUrlObjection(String(credential.apiUrl ?? '').trim());
	if (objection) {
		return {
			message: objection,
			description: 'Change the API URL in the Leanplum credential.',
			failure,
		};
	}
	const missing = [...new Set(needed)].filter(
		(keyClass) => apiKeyOf(credential, keyClass) === undefined,
	);
	if (missing.length === 0) return shortKeyObjection(credential, needed);
	const labels = missing.map((keyClass) => KEYS[keyClass].label).join(' and the ');
	return {
		message: `${purpose} needs the ${labels}`,
		description: `Nothing was sent. Add the ${labels} to the Leanplum credential. ${WHERE}`,
		failure,
	};
}
