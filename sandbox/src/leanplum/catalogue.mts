import type { Action } from './action.mjs';

const actions = new Map<string, Action>();

/** Every action that the sandbox carries out, by name. `multi` here is its CSV form. */
export const CATALOGUE: ReadonlyMap<string, Action> = actions;

/** Adds actions. The room above calls it once, so that this one need not know any of them. */
export function register(...lists: readonly (readonly Action[])[]): void {
	for (const action of lists.flat()) actions.set(action.name, action);
}
