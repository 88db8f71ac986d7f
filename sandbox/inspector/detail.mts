import { ApiError, get } from './api.mjs';
import type { Child } from './dom.mjs';
import { gone } from './parts.mjs';
import type { Detail } from './view.mjs';

/** Details of something; `what` names it where there is no such thing any more. */
export const detail = <Data,>(
	data: Data | undefined,
	what: string,
	draw: (data: Data) => Child,
): Detail =>
	data === undefined ? { data: null, draw: () => gone(what) } : { data, draw: () => draw(data) };

/** Details that the sandbox is asked for. */
export async function detailFrom<Data>(
	path: string,
	what: string,
	draw: (data: Data) => Child,
): Promise<Detail> {
	try {
		return detail(await get<Data>(path), what, draw);
	} catch (error) {
		if (error instanceof ApiError && error.status === 404)
			return detail<Data>(undefined, what, draw);
		throw error;
	}
}
