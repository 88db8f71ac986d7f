import { createHash, timingSafeEqual } from 'crypto';

/**
 * Compares without telling by the time it takes how much of it is right; hashed, because the
 * comparison wants equal lengths.
 */
export function isSameSecret(given: string, expected: string): boolean {
	const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
	return timingSafeEqual(a!, b!);
}
