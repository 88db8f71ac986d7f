import { appAction, type Action } from '../leanplum/action.mjs';
import { done } from '../leanplum/result.mjs';

/** listPostbacks: the app's rules; their channels are not told (OAS). */
const listPostbacks = appAction({
	name: 'listPostbacks',
	key: 'dataExport',
	args: {},
	run: () => done({ postbacks: [] }),
});

export const POSTBACK_ACTIONS: readonly Action[] = [listPostbacks];
