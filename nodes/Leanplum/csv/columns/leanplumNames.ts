import {
	ACTION_NAMES,
	CATALOGUE,
	type ActionSpec,
	type ParameterType,
} from '../../protocol/action/catalogue';

/** The actions that a row can hold: those that change something about a user or a device. */
export const ROW_ACTIONS: readonly ActionSpec[] = ACTION_NAMES.map(
	(name) => CATALOGUE[name],
).filter(({ subject, verb }) => subject !== 'none' && verb === 'POST');

/** The type of an argument of an action. */
export function typeOf(spec: ActionSpec, argument: string): ParameterType | undefined {
	for (const parameters of [spec.parameters, spec.undocumented ?? {}]) {
		if (Object.hasOwn(parameters, argument)) return parameters[argument];
	}
	return undefined;
}

function argumentsOf(specs: readonly ActionSpec[]): string[] {
	const names = specs.flatMap((spec) => Object.keys({ ...spec.parameters, ...spec.undocumented }));
	return [...new Set(names)];
}

const ALL_ARGUMENTS = argumentsOf(ROW_ACTIONS);

/** A name as people write it in their ways: User ID, user_id, userID. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[\s_.:-]/g, '');

/** Names that nobody uses by accident, such as `messageId`; "country" and "value" are words as well. */
const isCoined = (argument: string): boolean => /[A-Z]/.test(argument);

/** Whether one text becomes the other when at most one character is changed, added, or left out. */
function isOneOff(a: string, b: string): boolean {
	let start = 0;
	while (start < a.length && a[start] === b[start]) start++;
	let end = 0;
	const shorter = Math.min(a.length, b.length);
	while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
	return Math.max(a.length, b.length) - start - end <= 1;
}

/** The argument that a name is, apart from case and separators. */
export function sameArgument(name: string, specs: readonly ActionSpec[]): string | undefined {
	const plain = plainName(name);
	return argumentsOf(specs).find((argument) => plainName(argument) === plain);
}

/**
 * What a name that is none of Leanplum's was probably meant to be, such as "userAttributes.plan" for
 * `userAttribute.plan`.
 *
 * @returns `undefined` when it is a name of its own
 */
export function nearName(name: string, specs: readonly ActionSpec[]): string | undefined {
	if (plainName(name) === 'action') return 'action';
	const [first = '', ...members] = name.split('.');
	const plain = plainName(first);
	const candidates = [...argumentsOf(specs), ...ALL_ARGUMENTS];
	const hasType = (argument: string) =>
		[...specs, ...ROW_ACTIONS].map((spec) => typeOf(spec, argument)).find(Boolean);
	if (members.length > 0) {
		const objects = candidates.filter((argument) => hasType(argument) === 'object');
		const near = objects.find((argument) => {
			const wanted = plainName(argument);
			return isOneOff(wanted, plain) || (plain.length > 5 && wanted.endsWith(plain));
		});
		return near && [near, ...members].join('.');
	}
	const coined = candidates.filter(isCoined);
	const same =
		sameArgument(name, specs) ?? coined.find((argument) => isOneOff(plainName(argument), plain));
	if (same !== undefined) return same;
	// userAttributes_plan and "userAttributes plan".
	const outer = coined.find(
		(argument) => hasType(argument) === 'object' && plain.startsWith(plainName(argument)),
	);
	return outer && `${outer}.${first.slice(outer.length).replace(/^[\s_:-]+/, '')}`;
}

/** Where columns belong that have no name of Leanplum's, by what an action takes. */
export function bagOf(spec: ActionSpec): string | undefined {
	return ['userAttributes', 'params', 'values', 'trafficSource'].find((bag) => typeOf(spec, bag));
}
