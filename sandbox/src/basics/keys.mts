import { randomBytes } from 'node:crypto';

/**
 * The four classes of client keys that a Leanplum app has (D: "Keys & Settings"; the Postman
 * environment names them prodKey, devKey, dataExportKey and contentReadOnlyKey).
 */
export const KEY_CLASSES = ['production', 'development', 'dataExport', 'contentReadOnly'] as const;

export type KeyClass = (typeof KEY_CLASSES)[number];

/** One key of each class. */
export type AppKeys = Record<KeyClass, string>;

/** App ID and keys of an app: what a user types into a credential. */
export interface AppIdentity {
	appId: string;
	keys: AppKeys;
}

/**
 * The app that every sandbox starts with. Its values are fixed so that a credential made for the
 * sandbox survives a restart, and recognisable so that nobody mistakes them for real keys.
 */
export const DEMO_APP: AppIdentity = {
	appId: 'app_sandbox',
	keys: {
		production: 'prod_sandboxProductionKey',
		development: 'dev_sandboxDevelopmentKey',
		dataExport: 'exp_sandboxDataExportKey',
		contentReadOnly: 'cro_sandboxContentReadOnlyKey',
	},
};

/** An identity with a random ID and random keys, for an app of its own. */
export function randomIdentity(): AppIdentity {
	const token = (bytes: number): string => randomBytes(bytes).toString('hex');
	return {
		appId: `app_${token(8)}`,
		keys: {
			production: `prod_${token(20)}`,
			development: `dev_${token(20)}`,
			dataExport: `exp_${token(20)}`,
			contentReadOnly: `cro_${token(20)}`,
		},
	};
}
