import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';

/** Shorter ones may stand in any text by chance. */
const MIN_LENGTH = 8;

/** The keys of a credential, as they are and as they are written in addresses and binary data. */
export function writtenForms(credential: LeanplumCredential): string[] {
	const { clientKey, developmentApiKey, dataExportApiKey, contentReadOnlyApiKey } = credential;
	return [clientKey, developmentApiKey, dataExportApiKey, contentReadOnlyApiKey]
		.map((key) => key?.trim() ?? '')
		.filter((key) => key.length >= MIN_LENGTH)
		.flatMap((key) => [key, encodeURIComponent(key), Buffer.from(key).toString('base64')]);
}

/** All that an object holds, also what does not show: causes of errors, maps, symbols. */
function* membersOf(value: object): Generator<[string, unknown]> {
	if (value instanceof Map || value instanceof Set) {
		for (const entry of value.entries()) yield ['entry', entry];
	}
	for (const name of Reflect.ownKeys(value)) {
		const property = Reflect.getOwnPropertyDescriptor(value, name);
		const held: unknown = property?.get ? property.get.call(value) : property?.value;
		yield [String(name), held];
		yield ['name of a member', String(name)];
	}
}

/**
 * Where one of some texts stands in a value, however deep.
 *
 * @returns the way to it, or `undefined`
 */
export function findText(value: unknown, texts: readonly string[]): string | undefined {
	const seen = new Set<unknown>();
	const open: Array<[string, unknown]> = [['', value]];
	for (let next = open.pop(); next; next = open.pop()) {
		const [way, held] = next;
		const text = held instanceof Uint8Array ? Buffer.from(held).toString('latin1') : held;
		if (typeof text === 'string' && texts.some((secret) => text.includes(secret))) return way;
		if (typeof text !== 'object' || text === null || seen.has(text)) continue;
		seen.add(text);
		for (const [name, member] of membersOf(text)) open.push([`${way} → ${name}`, member]);
	}
	return undefined;
}

/** That no key is in anything that came out of a run. */
export function expectNoKeys(result: unknown, credential: LeanplumCredential): void {
	expect(findText(result, writtenForms(credential))).toBeUndefined();
}
