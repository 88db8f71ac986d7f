import { randomUUID } from 'node:crypto';

/** A file that can be downloaded without a key by whoever has its address. */
export interface PublishedFile {
	appId: string;
	/** Last part of the address. */
	name: string;
	contentType: string;
	bytes: number;
	/** The content, piece by piece, as often as it is asked for. */
	content: () => Iterable<string | Buffer>;
	/** Whether it can still be downloaded. */
	available: () => boolean;
}

/** Result files and uploaded files, as Leanplum keeps them in Google's storage. */
export class FileStore {
	/** Root of the server, known once it listens. */
	origin = '';
	readonly #files = new Map<string, PublishedFile>();

	/** Makes a file available; returns its address. */
	publish(file: PublishedFile): string {
		const path = `/files/${randomUUID()}/${encodeURIComponent(file.name)}`;
		this.#files.set(path, file);
		return this.origin + path;
	}

	/** The file at a path, if there is one and it has not expired. */
	find(path: string): PublishedFile | undefined {
		const file = this.#files.get(path);
		return file?.available() ? file : undefined;
	}

	/** Removes the files of an app, or all. */
	clear(appId?: string): void {
		for (const [path, file] of this.#files) {
			if (appId === undefined || file.appId === appId) this.#files.delete(path);
		}
	}
}
