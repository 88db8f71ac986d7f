import type { KeyClass } from '../basics/keys.mjs';
import type { Action, RawArguments } from './action.mjs';
import { failed, type ActionResult } from './result.mjs';
import { TEXT } from './texts.mjs';

/**
 * Whether a key may call an action. Each action needs the key of its class (A.0); the development
 * key also calls production actions, in development mode (D:multi-json sample, DF). Development mode
 * with any other key is refused (SDKs).
 */
export function accessProblem(
	action: Action,
	raw: RawArguments,
	keyClass: KeyClass,
	developer: boolean,
): ActionResult | undefined {
	if (developer && keyClass !== 'development') return failed(403, TEXT.devModeNotPermitted);
	const needed = action.needsDevelopmentKey(raw) ? 'development' : action.key;
	const developerActivity = developer && needed === 'production';
	return keyClass === needed || developerActivity ? undefined : failed(403, TEXT.invalidKey);
}
