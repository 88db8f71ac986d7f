import { z } from 'zod';
import { Int64 } from '../basics/int64.mjs';
import { appAction, type Action } from '../leanplum/action.mjs';
import { numericId, text, textList } from '../leanplum/arguments.mjs';
import { done, failed } from '../leanplum/result.mjs';
import { isInvalid, TEXT } from '../leanplum/texts.mjs';
import { expandTemplate } from '../model/postbacks.mjs';
import { POSTBACK_CHANNELS, POSTBACK_TYPES } from '../model/postback-rule.mjs';

/** Rules that an app may have (OAS). */
const MAX_RULES = 3;

/** addPostback: never replaces a rule, always adds one. */
const addPostback = appAction({
	name: 'addPostback',
	key: 'dataExport',
	args: {
		type: z.enum(POSTBACK_TYPES),
		channels: textList.pipe(z.array(z.enum(POSTBACK_CHANNELS))).optional(),
		postbackUrl: text,
	},
	run({ type, channels, postbackUrl }, { app }) {
		const example = expandTemplate(postbackUrl, {});
		if (!URL.canParse(example) || !/^https?:/i.test(example)) {
			return failed(400, isInvalid('postbackUrl'));
		}
		if (app.postbacks.size >= MAX_RULES) return failed(400, TEXT.tooManyPostbacks);
		const postbackId = String(4_810_110_003_000_000 + app.nextSequence());
		app.postbacks.set(postbackId, {
			postbackId,
			type,
			postbackUrl,
			...(channels === undefined ? {} : { channels }),
		});
		return done({ postbackId: new Int64(postbackId) });
	},
});

/** listPostbacks: the app's rules; their channels are not told (OAS). */
const listPostbacks = appAction({
	name: 'listPostbacks',
	key: 'dataExport',
	args: {},
	run: (_args, { app }) =>
		done({
			postbacks: [...app.postbacks.values()].map(({ postbackId, type, postbackUrl }) => ({
				postbackId: new Int64(postbackId),
				type,
				postbackUrl,
			})),
		}),
});

/** deletePostback. */
const deletePostback = appAction({
	name: 'deletePostback',
	key: 'dataExport',
	args: { postbackId: numericId },
	run: ({ postbackId }, { app }) =>
		app.postbacks.delete(postbackId) ? done() : failed(404, TEXT.postbackNotFound),
});

export const POSTBACK_ACTIONS: readonly Action[] = [addPostback, listPostbacks, deletePostback];
