import { Int64 } from '../basics/int64.mjs';
import type { UserCircumstances } from '../leanplum/action.mjs';
import type { App } from '../model/app.mjs';
import { inAppMessages } from '../model/in-app.mjs';
import { postAbTestEvent } from '../model/postbacks.mjs';
import { newUser } from '../model/user.mjs';
import { contentVariables } from '../model/variables.mjs';

/**
 * What start and getVars tell a user's device, in the shape recorded in 2017 for getVars. With it
 * the user enters the A/B tests that are running.
 */
export function userContent(
	{ app, user, deviceId, now }: UserCircumstances,
	includeDefaults: boolean,
): Record<string, unknown> {
	const { vars, variants } = contentVariables(app, user, includeDefaults);
	for (const { abTestId, variantId } of variants) {
		if (user.enteredTests.has(abTestId)) continue;
		user.enteredTests.add(abTestId);
		postAbTestEvent(app, { userId: user.userId, deviceId, abTestId, variantId, time: now });
	}
	return {
		regions: {},
		messages: inAppMessages(app, user),
		vars,
		interfaceRules: [],
		variants: variants.map(({ variantId }) => ({ id: new Int64(variantId) })),
		interfaceEvents: [],
	};
}

/** The same for a user who is not there: what the app says to everybody. */
export function contentForNobody(app: App): Record<string, unknown> {
	const nobody = newUser('', true, app.now());
	const { vars } = contentVariables(app, nobody, true);
	return { regions: {}, messages: {}, vars, interfaceRules: [], variants: [], interfaceEvents: [] };
}
