import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { authorize } from '../nodes/Leanplum/protocol/action/authorize';
import type { LeanplumCredential } from '../nodes/Leanplum/protocol/action/keys';

export class LeanplumApi implements ICredentialType {
	name = 'leanplumApi';

	displayName = 'Leanplum API';

	icon: Icon = {
		light: 'file:../nodes/Leanplum/leanplum.svg',
		dark: 'file:../nodes/Leanplum/leanplum.dark.svg',
	};

	documentationUrl = 'https://example.com/n8n-nodes-leanplum/blob/main/docs/credential-and-keys.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Find your App ID and keys in the Leanplum dashboard under App Settings → your app → Keys & Settings. Add only the keys you need.',
			name: 'where',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. app_F3vGHb...',
			description:
				'The ID of the Leanplum app. Development and production are two apps in Leanplum.',
		},
		{
			displayName: 'Client Key',
			name: 'clientKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Called "Production" in the dashboard. Used to set attributes, track events, send messages, and read variables.',
		},
		{
			displayName: 'Data Export Key',
			name: 'dataExportApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Called "Data Export" in the dashboard. Used for exports, user profiles, postbacks, and the Leanplum Trigger.',
		},
		{
			displayName: 'Content Read-Only Key',
			name: 'contentReadOnlyApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Called "Content Read-Only" in the dashboard. Used to read messages, A/B tests, and unsubscribe categories, and to list them in the node.',
		},
		{
			displayName: 'Development Key',
			name: 'developmentApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Called "Development" in the dashboard. Used to delete users, change variables and files, start campaigns and imports, and for development mode.',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			required: true,
			default: 'https://api.leanplum.com/api',
			description:
				'Change this only if Leanplum gave you a different URL. Must start with https://.',
		},
		{
			displayName: 'Other Hosts',
			name: 'otherHosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. proxy.example.com',
			description:
				"Only for the HTTP Request node: comma-separated hosts, in addition to the API URL's, that may receive the keys. Requests to other hosts get no keys and fail.",
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				"Only for the Leanplum Trigger with 'Dashboard Webhook'. A random string of at least 32 letters and digits that you create, for example with a password manager.",
		},
	];

	/**
	 * Adds app id, key and API version to a request's body. The key follows from the action, so the
	 * HTTP Request node can use this credential too.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return authorize(credentials as unknown as LeanplumCredential, requestOptions);
	}
}
