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
	const config = {
		availableModes: ['filesystem' as const],
		mode: 'filesystem' as const,
		localStoragePath: folder,
		signingSecret: 'unused',
		dbMaxFileSize: 512,
		initialize: async () => undefined,
	};
	// Older cores have no such class and take the settings here.
	if (BinaryDataConfig) Container.set(BinaryDataConfig, config);
	const service = Container.get(BinaryDataService) as { init(settings: unknown): Promise<void> };
	await service.init(config);
	return folder;
}

/** Puts a file there, as a node before would have done it. */
export async function stored(content: Uint8Array | Readable): Promise<IBinaryData> {
	const location = { type: 'execution', workflowId: '1', executionId: '1' } as const;
	const file = content instanceof Uint8Array ? Buffer.from(content) : content;
	const info = { data: '', mimeType: 'text/csv', fileName: 'stored.csv' };
	const service = Container.get(BinaryDataService);
	// Older cores take the parts of the location one by one.
	if (service.store.length < 4) return await service.store(location, file, info);
	const store = service.store.bind(service) as (...args: unknown[]) => Promise<IBinaryData>;
	return await store(location.workflowId, location.executionId, file, info);
}
