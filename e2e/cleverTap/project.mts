import { isObject, rejectionOf, type JsonObject, type Rejection } from './checks.mts';

export interface StoredEvent {
	identity: string;
	name: string;
	data: JsonObject;
	ts?: number;
}

/** What CleverTap answers to an upload. */
export interface UploadReply {
	status: 'success' | 'partial' | 'fail';
	processed: number;
	unprocessed: JsonObject[];
}

const listOf = (value: unknown): unknown[] =>
	value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The value of a property after an operator such as `$add`; `undefined` when it is deleted. */
function afterOperator(current: unknown, change: unknown): unknown {
	if (!isObject(change)) return change;
	if ('$add' in change) return [...new Set([...listOf(current), ...listOf(change.$add)])];
	if ('$remove' in change) {
		const left = listOf(current).filter((value) => !listOf(change.$remove).includes(value));
		return left.length > 0 ? left : undefined;
	}
	if ('$incr' in change) return Number(current ?? 0) + Number(change.$incr);
	if ('$decr' in change) return Number(current ?? 0) - Number(change.$decr);
	if ('$delete' in change) return undefined;
	return change;
}

/** What CleverTap returns of a record: not quite what was sent. Recorded: a phone becomes a number. */
function echoOf(record: unknown): unknown {
	if (!isObject(record) || !isObject(record.profileData)) return record;
	const { Phone } = record.profileData;
	if (typeof Phone !== 'string') return record;
	return { ...record, profileData: { ...record.profileData, Phone: Number(Phone) } };
}

/** A CleverTap project in memory. */
export class Project {
	readonly profiles = new Map<string, JsonObject>();
	readonly events: StoredEvent[] = [];

	/**
	 * Takes an upload.
	 *
	 * @param broken numbers of records, from 1, that fail with code 555
	 * @param dryRun checks only
	 */
	upload(records: readonly unknown[], broken: readonly number[], dryRun: boolean): UploadReply {
		const unprocessed: JsonObject[] = [];
		records.forEach((record, index) => {
			const rejection: Rejection | undefined = broken.includes(index + 1)
				? { code: 555, error: 'Miscellaneous server error.' }
				: rejectionOf(record);
			if (rejection) {
				const error = `${rejection.error} Skipped record number : ${index + 1}`;
				unprocessed.push({ status: 'fail', code: rejection.code, error, record: echoOf(record) });
			} else if (!dryRun) {
				this.store(record as JsonObject);
			}
		});
		const processed = records.length - unprocessed.length;
		const status =
			unprocessed.length === 0 ? 'success' : processed > 0 ? ('partial' as const) : 'fail';
		return { status, processed, unprocessed };
	}

	/** Deletes profiles by their identities. */
	erase(identities: readonly string[]): void {
		for (const identity of identities) this.profiles.delete(identity);
	}

	private store(record: JsonObject): void {
		const identity = String(record.identity ?? record.objectId ?? record.FBID ?? record.GPID);
		const profile = this.profiles.get(identity) ?? {};
		this.profiles.set(identity, profile);
		if (record.type === 'event') {
			const data = isObject(record.evtData) ? record.evtData : {};
			const ts = typeof record.ts === 'number' ? { ts: record.ts } : {};
			this.events.push({ identity, name: String(record.evtName), data, ...ts });
			return;
		}
		for (const [name, change] of Object.entries((record.profileData ?? {}) as JsonObject)) {
			profile[name] = afterOperator(profile[name], change);
		}
	}
}
