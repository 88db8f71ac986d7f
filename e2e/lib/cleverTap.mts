import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../cleverTap/checks.mts';
import type { StoredEvent } from '../cleverTap/project.mts';

const PROGRAM = fileURLToPath(new URL('../cleverTap/server.mts', import.meta.url));

/** What the stand-in stored, and which uploads it got. */
export interface CleverTapState {
	profiles: Record<string, JsonObject>;
	events: StoredEvent[];
	uploads: { records: number; inFlight: number }[];
	/** The identities of each request for a deletion. */
	deletions: string[][];
}

/** A stand-in of CleverTap in a process of its own. */
export interface CleverTap {
	url: string;
	/** What the two headers of a Custom Auth credential hold. */
	credential: { json: string };
	/** Sets what goes wrong with the next requests, and what is there already; gives what is stored. */
	control(wanted?: {
		faults?: object[];
		deletionFaults?: object[];
		upload?: object[];
	}): Promise<CleverTapState>;
	close(): Promise<void>;
}

/** Starts the stand-in on a free port. It ends with `close()`, or when this process ends. */
export async function startCleverTap(): Promise<CleverTap> {
	const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
	const { url, account, passcode } = JSON.parse(line) as Record<string, string>;
	const headers = { 'X-CleverTap-Account-Id': account, 'X-CleverTap-Passcode': passcode };
	return {
		url: url!,
		credential: { json: JSON.stringify({ headers }) },
		async control(wanted = {}) {
			const response = await fetch(`${url}/control`, {
				method: 'POST',
				body: JSON.stringify(wanted),
			});
			return (await response.json()) as CleverTapState;
		},
		async close() {
			const ended = once(child, 'exit');
			child.stdin.end();
			await ended;
		},
	};
}
