import './quiet.mts';
import 'reflect-metadata';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type * as di from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

// The engine's own container: n8n-core may have a copy of it to itself.
const ofTheEngine = createRequire(createRequire(import.meta.url).resolve('n8n-core'));
const { Container } = ofTheEngine('@n8n/di') as typeof di;

/** Makes n8n keep files in a folder, as it does in regular mode. */
export async function storeFilesIn(folder: string): Promise<string> {
	Container.set(BinaryDataConfig, {
		availableModes: ['filesystem'],
		mode: 'filesystem',
		localStoragePath: folder,
		signingSecret: 'unused',
		dbMaxFileSize: 512,
		initialize: async () => undefined,
	});
	await Container.get(BinaryDataService).init();
	return folder;
}

/** Puts a file there, as a node before would have done it. */
export async function stored(content: Uint8Array | Readable): Promise<IBinaryData> {
	const location = { type: 'execution', workflowId: '1', executionId: '1' } as const;
	const file = content instanceof Uint8Array ? Buffer.from(content) : content;
	const info = { data: '', mimeType: 'text/csv', fileName: 'stored.csv' };
	return await Container.get(BinaryDataService).store(location, file, info);
}
