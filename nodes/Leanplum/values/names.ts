import { isEmpty } from './blank';
import { accept, EMPTY, refuse, type Reading } from './reading';
import { readText } from './text';

/** The most characters of names, and of texts in attributes and parameters (D:api-limits). */
export const MAX_NAME_LENGTH = 139;

/** What breaks the rules for names (D:api-limits). Leanplum drops such names without a message. */
export function* problemsOfName(name: string): Generator<string> {
	if (isEmpty(name)) return yield 'is empty';
	if (name.length > MAX_NAME_LENGTH) {
		yield `can have up to ${MAX_NAME_LENGTH} characters, but has ${name.length}`;
	}
	if (/^[.-]/.test(name)) yield "can't start with a dot or hyphen";
	if (name.endsWith('/')) yield "can't end with a slash";
	if (/[,|"{\t\r\n]/.test(name)) {
		yield 'can\'t contain , | " { tabs, or line breaks';
	}
	if (/^\d+$/.test(name)) yield "can't consist of digits only";
	return undefined;
}

const NAME = new RegExp(`^(?![.-])(?!\\d+$)[^,|"{\\t\\r\\n]{1,${MAX_NAME_LENGTH}}(?<!/)$`);

/** Names that follow the rules. The items of a run have the same ones. */
const known = new Set<string>();
const MAX_KNOWN = 1000;

/** Whether a name follows the rules; much faster than asking for the problems. */
export function isName(name: string): boolean {
	if (known.has(name)) return true;
	if (!NAME.test(name) || isEmpty(name)) return false;
	if (known.size < MAX_KNOWN) known.add(name);
	return true;
}

/** Reads the name of an event, a state, an attribute, or a parameter. */
export function readName(given: unknown): Reading<string> {
	const text = readText(given);
	if (text.kind !== 'value') return text;
	if (isEmpty(text.value)) return EMPTY;
	if (isName(text.value)) return accept(text.value);
	return refuse([...problemsOfName(text.value)].join(', and '), given);
}
