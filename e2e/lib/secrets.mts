import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdminClient } from 'leanplum-sandbox/client';

/** Somewhere a text might have ended up. */
export interface Place {
	name: string;
	content: Buffer;
}

/** Every key of every app of the sandbox. */
export async function allKeys(admin: AdminClient): Promise<string[]> {
	return (await admin.apps()).flatMap(({ keys }) => Object.values(keys));
}

/** All files that n8n wrote: logs, database, binary data; not the packages installed there. */
export async function filesUnder(folder: string): Promise<Place[]> {
	const places: Place[] = [];
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) {
			if (entry.name !== 'node_modules') places.push(...(await filesUnder(path)));
		} else if (entry.isFile()) {
			places.push({ name: path, content: await readFile(path) });
		}
	}
	return places;
}

/** Names of the places in which one of the texts stands. */
export function placesWith(texts: readonly string[], places: readonly Place[]): string[] {
	return places
		.filter(({ content }) => texts.some((text) => content.includes(text)))
		.map(({ name }) => name);
}

/** Requests and downloads that carried a key in their address. */
export async function addressesWithKey(admin: AdminClient): Promise<string[]> {
	const requests = (await admin.requests()).filter(({ keyInUrl }) => keyInUrl);
	return requests.map(({ method, path, action }) => `${method} ${path} ${action}`);
}
