import { baseUrlObjection } from '../protocol/action/authorize';
import { KEYS, apiKeyOf, type KeyClass, type LeanplumCredential } from '../protocol/action/keys';
import type { Explanation } from '../operation/explain';

/** The name of the credential type. */
export const CREDENTIAL = 'leanplumApi';

const WHERE = 'It is shown in the Leanplum dashboard under App Settings → Keys & Settings.';

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
	if (!credential.appId?.trim()) {
		return {
			message: 'The App ID is missing in the Leanplum credential',
			description: `Nothing was sent. Add it to the credential. ${WHERE}`,
			failure,
		};
	}
	const objection = baseUrlObjection(credential.apiUrl.trim());
	if (objection) {
		return { message: objection, description: 'Correct the Leanplum credential.', failure };
	}
	const missing = [...new Set(needed)].filter(
		(keyClass) => apiKeyOf(credential, keyClass) === undefined,
	);
	if (missing.length === 0) return undefined;
	const labels = missing.map((keyClass) => KEYS[keyClass].label).join(' and the ');
	return {
		message: `${purpose} needs the ${labels}`,
		description: `Nothing was sent. Add the ${labels} to the Leanplum credential. ${WHERE}`,
		failure,
	};
}
