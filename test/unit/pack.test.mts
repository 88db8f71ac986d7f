import fc from 'fast-check';
import { lowerBound, pack, type Piece } from '../../nodes/Leanplum/protocol/plan/pack';
import { firstFitGuarantee, shuffled } from './planInputs.mts';

const LIMITS = { users: 50, actions: 500, bytes: 1_000_000 };
const QUANTITIES = ['users', 'actions', 'bytes'] as const;

function piece(users: number, actions: number, bytes: number): Piece {
	return { users, actions, bytes };
}

function copies(count: number, of: Piece): Piece[] {
	return new Array<Piece>(count).fill(of);
}

/** Pieces that fit a request, from tiny to nearly full in each quantity. */
const fittingPiece = fc.record({
	users: fc.integer({ min: 0, max: 50 }),
	actions: fc.integer({ min: 1, max: 500 }),
	bytes: fc.integer({ min: 2, max: 1_000_000 }),
});

/** Small pieces besides large ones, so that requests hold many. */
const mixedPiece = fc.oneof(
	fittingPiece,
	fc.record({
		users: fc.integer({ min: 1, max: 8 }),
		actions: fc.integer({ min: 1, max: 90 }),
		bytes: fc.integer({ min: 2, max: 90_000 }),
	}),
);

/** What the requests of a packing hold in each quantity. */
function fillings(pieces: readonly Piece[], requests: readonly number[][]) {
	return requests.map((request) =>
		QUANTITIES.map((quantity) => request.reduce((sum, index) => sum + pieces[index]![quantity], 0)),
	);
}

describe('packing', () => {
	it('loses and doubles no piece and fills no request beyond its limits', () => {
		fc.assert(
			fc.property(fc.array(mixedPiece, { maxLength: 50 }), (pieces) => {
				const requests = pack(pieces, LIMITS);
				const packed = requests.flat().sort((a, b) => a - b);
				expect(packed).toEqual(pieces.map((_, index) => index));
				const overfull = fillings(pieces, requests).filter(
					([users, actions, bytes]) => users! > 50 || actions! > 500 || bytes! > 1_000_000,
				);
				expect(overfull).toEqual([]);
			}),
			{ numRuns: 1000 },
		);
	});

	it('takes no more requests than first fit guarantees', () => {
		fc.assert(
			fc.property(fc.array(mixedPiece, { minLength: 1, maxLength: 260 }), (pieces) => {
				expect(pack(pieces, LIMITS).length).toBeLessThanOrEqual(firstFitGuarantee(pieces, LIMITS));
			}),
			{ numRuns: 150 },
		);
	});

	it('stays within 11/9 of the fewest where one quantity is scarce, as first fit decreasing does', () => {
		// Each request is filled exactly and cut in pieces, so that the fewest requests are known.
		const cuts = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 5 });
		const fullRequests = fc.array(cuts, { minLength: 1, maxLength: 90 });
		fc.assert(
			fc.property(fullRequests, fc.nat(), (requests, seed) => {
				const inRequests = requests.flatMap((request) => {
					const edges = [0, ...new Set(request), 100].sort((a, b) => a - b);
					return edges.slice(1).map((edge, index) => piece(0, 1, (edge - edges[index]!) * 10_000));
				});
				const pieces = shuffled(inRequests, seed);
				const most = Math.floor((11 / 9) * requests.length + 6 / 9);
				expect(pack(pieces, LIMITS).length).toBeLessThanOrEqual(most);
			}),
			{ numRuns: 150 },
		);
	});

	it.each([
		['bytes', 200, 50, 50, 100_000, 300_000, 600_000],
		['actions', 50, 150, 300, 200_000, 100_000, 100_000],
	])('finds out that %s are scarce', (_, a1, a2, a3, b1, b2, b3) => {
		// One of each kind fills a request exactly in one quantity.
		const pieces = [
			...copies(70, piece(1, a1, b1)),
			...copies(70, piece(1, a2, b2)),
			...copies(70, piece(1, a3, b3)),
		];
		expect(pack(pieces, LIMITS)).toHaveLength(70);
	});

	it('reaches the bound where pieces complement each other exactly', () => {
		const pieces = [...copies(60, piece(1, 300, 10)), ...copies(60, piece(1, 200, 10))];
		expect(pack(pieces, LIMITS)).toHaveLength(60);
	});

	it('lets a piece that is larger than a request travel alone', () => {
		const pieces = [piece(1, 1, 20), piece(1, 1, 5_000_000), piece(1, 1, 20)];
		expect(
			pack(pieces, LIMITS)
				.map((request) => request.sort())
				.sort(),
		).toEqual([[0, 2], [1]]);
	});

	it('needs no request for no piece', () => {
		expect(pack([], LIMITS)).toEqual([]);
	});
});

describe('the lower bound', () => {
	it('is never above what a packing takes', () => {
		fc.assert(
			fc.property(fc.array(mixedPiece, { maxLength: 20 }), (pieces) => {
				expect(lowerBound(pieces, LIMITS)).toBeLessThanOrEqual(pack(pieces, LIMITS).length);
			}),
			{ numRuns: 1000 },
		);
	});

	it.each([
		['nothing', [], 0],
		['one small piece', [piece(1, 1, 2)], 1],
		['51 users', copies(51, piece(1, 1, 2)), 2],
		['1,001 actions', [...copies(10, piece(1, 100, 2)), piece(1, 1, 2)], 3],
		['more than 2 MB', copies(21, piece(1, 1, 100_000)), 3],
		['three pieces of more than half a request', copies(3, piece(1, 251, 2)), 3],
		['two pieces of exactly half a request', copies(2, piece(25, 250, 500_000)), 1],
		['a piece of ten times a request', [piece(1, 1, 10_000_000)], 1],
		['an app-level call without users', [piece(0, 1, 2)], 1],
	])('for %s', (_, pieces, bound) => {
		expect(lowerBound(pieces, LIMITS)).toBe(bound);
	});
});
