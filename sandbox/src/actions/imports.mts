import { appAction, type Action } from '../leanplum/action.mjs';
import { text } from '../leanplum/arguments.mjs';
import { failed } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';

/** getMultiResults: the state of a CSV import. */
const getMultiResults = appAction({
	name: 'getMultiResults',
	key: 'development',
	args: { jobId: text },
	run: () => failed(404, TEXT.jobNotFound),
});

export const IMPORT_ACTIONS: readonly Action[] = [getMultiResults];
