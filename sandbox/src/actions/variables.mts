import { userAction, type Action } from '../leanplum/action.mjs';
import { boolean } from '../leanplum/arguments.mjs';
import { done } from '../leanplum/result.mjs';
import { userContent } from './user-content.mjs';

/** getVars: the values of the app's variables as this user sees them. */
const getVars = userAction({
	name: 'getVars',
	key: 'production',
	disposition: 'CreateNever',
	writes: false,
	args: { includeDefaults: boolean.optional() },
	run: ({ includeDefaults }, { app, user }) =>
		done(userContent(app, user, includeDefaults !== false)),
});

export const VARIABLE_ACTIONS: readonly Action[] = [getVars];
