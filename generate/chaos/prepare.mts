import type { INodeParameters } from 'n8n-workflow';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys.ts';
import { credentialFor } from '../../testkit/credential.mts';
import { runNode } from '../../testkit/engine.mts';
import type { SandboxProcess } from '../../testkit/sandboxProcess.mts';
import type { Trouble } from './faults.mts';
import type { Workload } from './workloads.mts';

/** An app of the sandbox in which one run can happen. */
export interface PreparedApp {
	readonly credential: LeanplumCredential;
	readonly parameters: INodeParameters;
}

async function finishedExport(credential: LeanplumCredential): Promise<string> {
	const { json, error } = await runNode({
		parameters: {
			resource: 'export',
			operation: 'users',
			mode: 'wait',
			options: { pollInterval: 0.001 },
		},
		credential,
	});
	if (error) throw error;
	return String(json[0]?.jobId);
}

/** Makes an app, with the users, files and parameters that a workload needs. */
export async function prepareApp(
	sandbox: SandboxProcess,
	workload: Workload,
	{ options, unknownUser }: Trouble,
): Promise<PreparedApp> {
	const { admin } = sandbox;
	const credential = credentialFor(await admin.newApp(), sandbox.apiUrl);
	const { appId } = credential;
	await admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, appId);
	for (const user of workload.users ?? []) {
		if (user === unknownUser) continue;
		// A push notification needs a device.
		const devices = [{ deviceId: `${user}-phone` }];
		await admin.putUser(appId, user, { attributes: { name: user }, devices });
	}
	const jobId = workload.needsExport && (await finishedExport(credential));
	await admin.clearRequests(appId);
	return {
		credential,
		parameters: {
			...workload.parameters,
			...(jobId ? { jobId } : {}),
			options: {
				maxRetries: 2,
				retryDelay: 1,
				...(workload.parameters.options as INodeParameters),
				...options,
			},
		},
	};
}
