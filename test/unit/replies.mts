/** The text of a reply with the given elements of Leanplum's `response` array. */
export function replyBody(...elements: unknown[]): string {
	return JSON.stringify({ response: elements });
}

/** An element that says what went wrong. */
export function failure(message: string, more: Record<string, unknown> = {}) {
	return { success: false, error: { message }, ...more };
}

/** An element with a warning, which Leanplum sends along with `success: true`. */
export function warned(message: string, more: Record<string, unknown> = {}) {
	return { success: true, warning: { message }, ...more };
}
