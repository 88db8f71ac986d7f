import type { Condition } from './content.mjs';
import type { User } from './user.mjs';

/** Whether a user meets a condition. */
export function meets(user: User, { attribute, equals }: Condition): boolean {
	const value = user.attributes.get(attribute);
	const wanted = String(equals);
	return Array.isArray(value) ? value.map(String).includes(wanted) : String(value) === wanted;
}
