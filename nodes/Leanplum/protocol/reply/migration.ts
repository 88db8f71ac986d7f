import { isObject, parseJson } from '../basics/json';

/**
 * The hash of an app's migration configuration, which replies to `multi` may carry at their root. Its
 * presence says nothing, apps that are not moving have one too: it is only compared (JS, AND, IOS).
 */
export function migrationHash(body: string): string | undefined {
	// Few replies have it, and large ones take time to read.
	if (!body.includes('"migrateState"')) return undefined;
	const reply = parseJson(body);
	const state = isObject(reply) ? reply.migrateState : undefined;
	return isObject(state) && typeof state.sha256 === 'string' ? state.sha256 : undefined;
}
