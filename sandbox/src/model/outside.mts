import type { PublishedFile } from '../files/file-store.mjs';
import type { Parcel } from '../outbound/outbound.mjs';

/** What an app needs of the world around it. */
export interface Outside {
	/** Makes a file available; returns its address. */
	publish(file: PublishedFile): string;
	/** Sends something to somebody. */
	post(parcel: Parcel): void;
}
