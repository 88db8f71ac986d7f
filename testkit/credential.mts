import type { AppIdentity } from 'leanplum-sandbox';
import type { LeanplumCredential } from '../nodes/Leanplum/protocol/action/keys.ts';

/** The credential of an app of the sandbox, with all its keys. */
export function credentialFor({ appId, keys }: AppIdentity, apiUrl: string): LeanplumCredential {
	return {
		appId,
		clientKey: keys.production,
		dataExportApiKey: keys.dataExport,
		contentReadOnlyApiKey: keys.contentReadOnly,
		developmentApiKey: keys.development,
		apiUrl,
	};
}
