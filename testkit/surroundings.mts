import './quiet.mts';
import 'reflect-metadata';
import { ExecutionLifecycleHooks } from 'n8n-core';
import type {
	ICredentialsHelper,
	IDataObject,
	IHttpRequestOptions,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { LeanplumApi } from '../credentials/LeanplumApi.credentials.ts';
import type { LeanplumCredential } from '../nodes/Leanplum/protocol/action/keys.ts';

type DecryptArguments = Parameters<ICredentialsHelper['getDecrypted']>;

interface Surroundings {
	address?: string;
	mode?: WorkflowExecuteMode;
	executionId?: string | undefined;
}

/**
 * What the engine needs of the n8n around it.
 *
 * @param address where this n8n is reached; ends with a slash
 */
export function additionalDataFor(
	credential: LeanplumCredential,
	{ address = 'http://localhost/', mode = 'manual', executionId = '1' }: Surroundings = {},
): IWorkflowExecuteAdditionalData {
	const credentialType = new LeanplumApi();
	return {
		credentialsHelper: {
			getParentTypes: () => [],
			getDecrypted: async (...[, , , mode, executeData, , values]: DecryptArguments) =>
				// As n8n resolves the expressions in a credential, for each item.
				values === undefined
					? { ...credential }
					: (values.workflow.expression.getParameterValue(
							{ ...credential } as never,
							values.runExecutionData,
							values.runIndex,
							values.itemIndex,
							values.node.name,
							values.connectionInputData,
							mode,
							{},
							executeData,
						) as IDataObject),
			preAuthentication: async () => undefined,
			authenticate: async (data: IDataObject, _type: string, options: IHttpRequestOptions) =>
				await credentialType.authenticate(data as never, options),
			getCredentialsProperties: () => credentialType.properties,
			isCredentialUsableByNode: () => true,
		},
		hooks: new ExecutionLifecycleHooks(mode, executionId, {
			id: '1',
			name: 'Test',
			nodes: [],
			connections: {},
			active: false,
			activeVersionId: null,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
		}),
		executionId,
		userId: '1',
		currentNodeExecutionIndex: 0,
		restApiUrl: address,
		instanceBaseUrl: address,
		webhookBaseUrl: `${address}webhook`,
		webhookTestBaseUrl: `${address}webhook-test`,
		webhookWaitingBaseUrl: address,
		formWaitingBaseUrl: address,
		variables: {},
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
		logAiEvent: () => undefined,
		externalSecretsProxy: {},
	} as unknown as IWorkflowExecuteAdditionalData;
}
