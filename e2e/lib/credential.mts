import type { AppIdentity } from 'leanplum-sandbox';

/** The data of a Leanplum credential in n8n for an app of the sandbox. */
export function leanplumCredential(apiUrl: string, { appId, keys }: AppIdentity) {
	return {
		apiUrl,
		appId,
		clientKey: keys.production,
		dataExportApiKey: keys.dataExport,
		contentReadOnlyApiKey: keys.contentReadOnly,
		developmentApiKey: keys.development,
	};
}
