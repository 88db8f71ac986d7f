import { appAction, type Action } from '../leanplum/action.mjs';
import { DEV_MODE, text, USER } from '../leanplum/arguments.mjs';
import { done } from '../leanplum/result.mjs';

/** log: what went wrong in an SDK, and how often its methods were called (AND, IOS, JS). Nothing is kept. */
const log = appAction({
	name: 'log',
	key: 'production',
	args: { ...USER, ...DEV_MODE, type: text.optional(), message: text.optional() },
	run: () => done(),
});

export const LOG_ACTIONS: readonly Action[] = [log];
