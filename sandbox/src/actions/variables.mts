import { toJson } from '../basics/int64.mjs';
import { appAction, userAction, type Action } from '../leanplum/action.mjs';
import { boolean, object, text, textList } from '../leanplum/arguments.mjs';
import { done, failed } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import { flatVariables } from '../model/variables.mjs';
import { userContent } from './user-content.mjs';

/** All variables of an app together (D:api-limits). */
const MAX_BYTES = 1024 * 1024;

/** getVars: the values of the app's variables as this user sees them. */
const getVars = userAction({
	name: 'getVars',
	key: 'production',
	disposition: 'CreateNever',
	writes: false,
	args: { includeDefaults: boolean.optional() },
	run: ({ includeDefaults }, call) => done(userContent(call, includeDefaults !== false)),
});

/** setVars: sets default values. `deviceId` only tags file variables, of which there are none here. */
const setVars = appAction({
	name: 'setVars',
	key: 'development',
	args: { vars: object, deviceId: text.optional() },
	run({ vars }, { app }) {
		const variables = new Map([...app.variables, ...flatVariables(vars)]);
		const bytes = Buffer.byteLength(toJson(Object.fromEntries(variables)));
		if (bytes >= MAX_BYTES) return failed(400, TEXT.variablesTooLarge);
		for (const [name, value] of variables) app.variables.set(name, value);
		return done();
	},
});

/** deleteVars: `vars` is a list of names here; a group's name takes all of the group. */
const deleteVars = appAction({
	name: 'deleteVars',
	key: 'development',
	args: { vars: textList },
	run({ vars }, { app }) {
		const variablesRemoved = vars.filter((name) => {
			const names = [...app.variables.keys()].filter(
				(variable) => variable === name || variable.startsWith(`${name}.`),
			);
			for (const variable of names) app.variables.delete(variable);
			return names.length > 0;
		});
		return done({ variablesRemoved });
	},
});

export const VARIABLE_ACTIONS: readonly Action[] = [getVars, setVars, deleteVars];
