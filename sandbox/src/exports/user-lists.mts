import { toJson } from '../basics/int64.mjs';
import { csvLine } from '../basics/csv.mjs';
import type { App } from '../model/app.mjs';
import { meets } from '../model/conditions.mjs';
import { variantOf } from '../model/variables.mjs';

/** Which users exportUsers takes; all that are given must hold. */
export interface UserFilter {
	audienceName?: string | undefined;
	abTestId?: string | undefined;
	userAttribute?: string | undefined;
}

/**
 * The lines of exportUsers, without a header (GO): the user ID, with `userAttribute` its value,
 * with `abTestId` the ID and name of the variant (OAS). Undefined when audience or test is unknown.
 */
export function userLines(app: App, filter: UserFilter): string[] | undefined {
	const { audienceName, abTestId, userAttribute } = filter;
	const audience = audienceName === undefined ? undefined : app.audiences.get(audienceName);
	const test = abTestId === undefined ? undefined : app.abTests.get(abTestId);
	if ((audienceName !== undefined && !audience) || (abTestId !== undefined && !test)) {
		return undefined;
	}
	const lines: string[] = [];
	for (const user of app.users.values()) {
		if (audience && !meets(user, audience)) continue;
		const cells = [user.userId];
		if (userAttribute !== undefined) {
			const value = user.attributes.get(userAttribute);
			if (value === undefined) continue;
			cells.push(Array.isArray(value) ? toJson(value) : String(value));
		}
		if (test) {
			const variant = variantOf(test, user);
			if (!variant) continue;
			cells.push(variant.id, variant.name);
		}
		lines.push(csvLine(cells));
	}
	return lines;
}
