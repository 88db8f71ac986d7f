import { mustBeProvided, TEXT } from './texts.mjs';

/** One element of Leanplum's `response` array (D:responses). */
export interface ReplyItem {
	success: boolean;
	warning?: { message: string };
	error?: { message: string };
	[field: string]: unknown;
}

/** What really became of an action: `success: true` alone does not tell (D:responses). */
export type Outcome = 'done' | 'skipped' | 'failed';

/** What became of one action, and what Leanplum says about it. */
export interface ActionResult {
	outcome: Outcome;
	/** The HTTP status of the action when it travels alone. */
	status: number;
	reply: ReplyItem;
	/** Where a redirect leads; such a reply has no body. */
	location?: string;
}

/** The action was done. */
export function done(fields: Record<string, unknown> = {}): ActionResult {
	return { outcome: 'done', status: 200, reply: { success: true, ...fields } };
}

/** The answer is elsewhere (downloadFile). */
export function redirected(location: string): ActionResult {
	return { outcome: 'done', status: 302, reply: { success: true }, location };
}

/** The action was received but not carried out: `success: true` with a warning, HTTP 200. */
export function skipped(message: string, fields: Record<string, unknown> = {}): ActionResult {
	const reply = { success: true, ...fields, warning: { message } };
	return { outcome: 'skipped', status: 200, reply };
}

/** The action failed. Some of Leanplum's errors come with HTTP 200 (recorded). */
export function failed(
	status: number,
	message: string,
	fields: Record<string, unknown> = {},
): ActionResult {
	const reply = { success: false, ...fields, error: { message } };
	return { outcome: 'failed', status, reply };
}

/** A required argument is missing: 400 (SBX's error mapping), wording as recorded for `event`. */
export const missingArgument = (name: string): ActionResult => failed(400, mustBeProvided(name));

/** The warning for an unknown user whom the action may not create. */
export const userNotFound = (): ActionResult => skipped(TEXT.userNotFound);
