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
				'You find all of these in the Leanplum dashboard: App Settings, then your app, then Keys & Settings. Fill in the keys of the operations that you use.',
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
				'The production key. Needed to set attributes, track events, send messages and read variables. In the dashboard: "Production".',
		},
		{
			displayName: 'Data Export Key',
			name: 'dataExportApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Needed to export users and other data and to start workflows on postbacks. In the dashboard: "Data Export".',
		},
		{
			displayName: 'Content Read-Only Key',
			name: 'contentReadOnlyApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Needed to read messages, A/B tests and unsubscribe categories and to list them in the node. In the dashboard: "Content Read-Only".',
		},
		{
			displayName: 'Development Key',
			name: 'developmentApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Needed to delete users, change variables and files, start campaigns and imports, and for development mode. In the dashboard: "Development".',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			required: true,
			default: 'https://api.leanplum.com/api',
			description:
				'Change it only when Leanplum gave you another address. Must begin with https://.',
		},
		{
			displayName: 'Other Hosts',
			name: 'otherHosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. proxy.example.com',
			description:
				'Only for the HTTP Request node: hosts besides that of the API URL whose requests get the keys, separated by commas. Requests to any other host are refused.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for Leanplum Trigger with "Dashboard Webhook": a random text of at least 32 letters and digits that you make up, for example with a password manager. Not from Leanplum.',
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
