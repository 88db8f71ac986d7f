import { refuse, told } from '../../nodes/Leanplum/values/reading';
import { explain, explainInput } from '../../nodes/Leanplum/operation/explain';
import { problemOf, type ProblemKind } from '../../nodes/Leanplum/protocol/reply/problem';

// Written out so that a kind that is added has to be thought of here too.
const KINDS: Record<ProblemKind, { cause: string | undefined; advice: RegExp }> = {
	invalidKey: { cause: 'credential-invalid', advice: /credential/ },
	unknownApp: { cause: 'credential-invalid', advice: /App ID/ },
	otherEndpoint: { cause: 'configuration-invalid', advice: /API URL/ },
	developmentModeRefused: { cause: 'configuration-invalid', advice: /Development Key/ },
	blockedUser: { cause: 'configuration-invalid', advice: /[Uu]nblock/ },
	notFound: { cause: 'configuration-invalid', advice: /Check the ID/ },
	rateLimited: { cause: 'rate-limited', advice: /later/ },
	unavailable: { cause: 'temporarily-unavailable', advice: /later/ },
	refused: { cause: 'configuration-invalid', advice: /this item's values/ },
	refusedElsewhere: { cause: 'configuration-invalid', advice: /firewall/ },
	notLeanplum: { cause: 'configuration-invalid', advice: /https:\/\/api\.leanplum\.com\/api/ },
	unknownUser: { cause: 'configuration-invalid', advice: /User ID/ },
	noData: { cause: 'configuration-invalid', advice: /days/ },
	noAnswer: { cause: 'temporarily-unavailable', advice: /again later/ },
	proxyRefused: { cause: 'configuration-invalid', advice: /proxy settings/ },
	unreachable: { cause: 'temporarily-unavailable', advice: /network/ },
	superseded: { cause: 'temporarily-unavailable', advice: /again for this item/ },
	notRecorded: { cause: 'temporarily-unavailable', advice: /Try again/ },
	// Nobody knows the cause, and n8n must not think that trying again is safe.
	replyLost: { cause: undefined, advice: /Check in Leanplum/ },
};
const CASES = Object.entries(KINDS) as Array<[ProblemKind, (typeof KINDS)[ProblemKind]]>;

describe('a problem in words', () => {
	it.each(CASES)(
		'says for %s what happened, what to do, and why n8n should think so',
		(kind, expected) => {
			const { message, description, failure } = explain({ kind });
			expect(message).toMatch(/Leanplum/);
			expect(message).toMatch(/[^.]$/);
			expect(description).toMatch(expected.advice);
			expect(description).toMatch(/\.$/);
			expect(failure?.cause).toBe(expected.cause);
		},
	);

	it('differs for problems that need different things done', () => {
		const messages = CASES.map(([kind]) => explain({ kind }).message);
		expect(new Set(messages).size).toBe(messages.length);
	});

	const withOwnWords = CASES.filter(([kind]) => kind !== 'otherEndpoint');

	it.each(withOwnWords)('keeps for %s what Leanplum said, word for word', (kind) => {
		const leanplumMessage = "event 'x' firstTime is invalid.";
		expect(explain({ kind, leanplumMessage, detail: 'x' }).message).toMatch(
			/: event 'x' firstTime is invalid\.$/,
		);
	});

	it('says what happened on the way where Leanplum said nothing', () => {
		const { message } = explain({ kind: 'unreachable', detail: 'connection refused' });
		expect(message).toMatch(/nothing was sent: connection refused$/);
	});

	it('speaks of no statuses and codes to people who know the dashboard only', () => {
		for (const [kind] of CASES) {
			const { message, description } = explain({ kind, httpStatus: 500 });
			expect(`${message} ${description}`).not.toMatch(/HTTP|\b[45]\d\d\b|JSON/);
		}
	});

	it('says first that an item was not sent because of the requests before it', () => {
		const { message, description } = explain({ kind: 'unavailable', wasNotSent: true });
		expect(message).toBe('Not sent. Leanplum is temporarily unavailable');
		expect(description).toMatch(/^Nothing was sent for this item/);
	});

	it('does not say of an item that was not sent that it may have been done, or that its values are wrong', () => {
		for (const [kind] of CASES) {
			const { message, description } = explain({ kind, wasNotSent: true });
			expect(`${message} ${description}`).not.toMatch(
				/may or may not|was sent,|Nothing was changed|this item's values(?! aren't)/,
			);
		}
	});

	it('admits that a lost reply leaves it open whether it was done', () => {
		expect(explain({ kind: 'replyLost' }).message).toContain('may or may not');
	});

	it('names the address that Leanplum hands over to', () => {
		const problem = problemOf(200, 'App endpoint configuration mismatch.', 'eu.example.com');
		const { message, description } = explain(problem);
		expect(`${message} ${description}`).toContain('eu.example.com');
		// Where it is not named, what Leanplum said is better than nothing.
		const unnamed = explain(problemOf(200, 'App endpoint configuration mismatch.'));
		expect(unnamed.message).toContain('App endpoint configuration mismatch');
	});
});

describe('wrong input in words', () => {
	it('names the field and says that nothing was sent', () => {
		const explanation = explainInput([{ field: 'Event Name', message: 'is empty' }]);
		expect(explanation).toEqual({
			message: 'Event Name is empty',
			description: 'Nothing was sent for this item. Fix the value, and run the workflow again.',
			failure: { cause: 'configuration-invalid' },
		});
	});

	it('names all that is wrong at once', () => {
		const { message, description } = explainInput([
			{ field: 'Event Name', message: 'is empty' },
			{ field: 'Parameter "a,b"', message: 'is odd' },
			{ field: 'Time', message: 'is no time' },
		]);
		expect(message).toBe('Event Name is empty (and 2 more)');
		expect(description).toContain('the following: Parameter "a,b" is odd; Time is no time.');
	});

	it('says what is wrong in one sentence, and what to do behind it', () => {
		const wrong = told(refuse('is odd. Enter another "No. Really"', 'No. "A. B" \\" Never'));
		const [one, two] = [
			{ field: 'Field "a. B"', message: wrong },
			{ field: 'Time', message: 'is empty' },
		];
		expect(explainInput([one])).toMatchObject({
			message: 'Field "a. B" is odd (got "No. \\"A. B\\" \\\\\\" Never")',
			description: 'Nothing was sent for this item. Enter another "No. Really".',
		});
		expect(explainInput([one, two])).toMatchObject({
			description:
				'Nothing was sent for this item. Enter another "No. Really". Also fix: Time is empty.',
		});
	});

	it('lists five further problems and counts the rest', () => {
		const problems = Array.from({ length: 8 }, (_, index) => ({
			field: `Field ${index}`,
			message: 'is empty',
		}));
		const { description } = explainInput(problems);
		expect(description).toContain('Field 5 is empty; and 2 more.');
		expect(description).not.toContain('Field 0');
	});
});

it('says of a status without a text only that the request was rejected', () => {
	const detail = 'unexpected response with status 403';
	const problem = { kind: 'refused', httpStatus: 403, detail } as const;
	expect(explain(problem)).toMatchObject({
		message: `The request was rejected: ${detail}`,
		description: expect.stringContaining('firewall') as string,
	});
	expect(explain({ ...problem, wasNotSent: true }).description).toContain('firewall');
});
