import { isEmpty, trim } from './blank';
import { objectionToId } from './id';
import { accept, refuse, type Reading } from './reading';
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

/** Reads the name of an event or a state; trimmed, because " Buy" would be another event. */
export function readName(given: unknown): Reading<string> {
	const text = readText(given);
	if (text.kind !== 'value') return text;
	const name = trim(text.value);
	const problems = isName(name) ? [objectionToId(name)] : [...problemsOfName(name)];
	if (problems[0] !== undefined) return refuse(problems.join(', and '), given);
	return accept(name, name === text.value ? undefined : 'trimmed');
}
