import type { BatchLimits, Piece } from '../../nodes/Leanplum/protocol/send/pack';

/**
 * The smallest number of requests that hold all pieces, found by trying every way to share them out.
 * For few pieces only: their partitions grow faster than exponentially.
 */
export function fewestRequests(pieces: readonly Piece[], limits: BatchLimits): number {
	let fewest = pieces.length;
	const visit = (position: number, requests: Piece[]): void => {
		if (requests.length >= fewest) return;
		const piece = pieces[position];
		if (!piece) {
			fewest = requests.length;
			return;
		}
		requests.forEach((request, index) => {
			const filled = {
				users: request.users + piece.users,
				actions: request.actions + piece.actions,
				bytes: request.bytes + piece.bytes,
			};
			const fits =
				filled.users <= limits.users &&
				filled.actions <= limits.actions &&
				filled.bytes <= limits.bytes;
			if (fits) visit(position + 1, requests.with(index, filled));
		});
		visit(position + 1, [...requests, piece]);
	};
	visit(0, []);
	return fewest;
}

/**
 * What first fit guarantees whatever the pieces: no two of its requests could be one, so any two
 * together need more than the whole of some quantity.
 */
export function firstFitGuarantee(pieces: readonly Piece[], limits: BatchLimits): number {
	const shares = pieces.reduce(
		(sum, piece) =>
			sum +
			piece.users / limits.users +
			piece.actions / limits.actions +
			piece.bytes / limits.bytes,
		0,
	);
	return Math.max(1, Math.ceil(2 * shares));
}
