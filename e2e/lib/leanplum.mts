import type { AppIdentity, KeyClass } from 'leanplum-sandbox';

/** Sends an action, as another program that uses the app would. */
export async function callLeanplum(
	apiUrl: string,
	app: AppIdentity,
	keyClass: KeyClass,
	action: string,
	args: Record<string, string>,
): Promise<void> {
	const response = await fetch(`${apiUrl}?action=${action}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			appId: app.appId,
			clientKey: app.keys[keyClass],
			apiVersion: '1.0.6',
			...args,
		}),
	});
	await response.arrayBuffer();
	if (!response.ok) throw new Error(`${action}: ${response.status}`);
}
