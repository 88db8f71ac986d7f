import { Int64 } from '../int64.mjs';
import type { App } from '../model/app.mjs';
import { contentVariables } from '../model/variables.mjs';
import type { User } from '../model/user.mjs';

/** What start and getVars tell a user's device, in the shape recorded in 2017 for getVars. */
export function userContent(
	app: App,
	user: User,
	includeDefaults: boolean,
): Record<string, unknown> {
	const { vars, variantIds } = contentVariables(app, user, includeDefaults);
	return {
		regions: {},
		messages: {},
		vars,
		interfaceRules: [],
		variants: variantIds.map((id) => ({ id: new Int64(id) })),
		interfaceEvents: [],
	};
}
