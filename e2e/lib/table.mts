import type { TestEvent } from 'node:test/reporters';

interface Shown {
	name: string;
	seconds: number;
	passed: boolean;
}

interface Step {
	/** What the step belongs to, once that is known. */
	suite?: string;
	name: string;
	seconds: number;
	shown: Shown[];
}

const seconds = (milliseconds: number) => milliseconds / 1000;
const inSeconds = (value: number) => value.toFixed(1).padStart(6);

function errorText(error: unknown): string {
	const { cause } = error as { cause?: unknown };
	const inner = cause instanceof Error ? cause : error;
	const text = inner instanceof Error ? (inner.stack ?? inner.message) : String(inner);
	return text.replaceAll(/^/gm, '      ');
}

function tableOf(steps: readonly Step[]): string {
	const rows = steps.flatMap((step) => [
		`${inSeconds(step.seconds)}  ${step.suite ? `${step.suite}: ` : ''}${step.name}`,
		...step.shown.map(
			({ name, seconds: took, passed }) =>
				`          ${passed ? '✓' : '✗'} ${name}${took >= 1 ? ` (${took.toFixed(1)} s)` : ''}`,
		),
	]);
	return ['Seconds  Step, and what it showed', ...rows].join('\n');
}

/**
 * Reports a run of node:test: what it shows as it goes, and at the end a table of all steps (groups of
 * tests) with what each asserted and how long it took.
 */
export async function* table(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
	const started = Date.now();
	const steps: Step[] = [];
	let shown: Shown[] = [];
	let failures = 0;
	for await (const { type, data } of source) {
		if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
		if (type !== 'test:pass' && type !== 'test:fail') continue;
		const { name, nesting, skip, details } = data;
		if (skip !== undefined) continue;
		const passed = type === 'test:pass';
		const took = seconds(details.duration_ms);
		// The outermost level is the version or the mode, below it the steps, below these what they show.
		if (nesting === 2) {
			shown.push({ name, seconds: took, passed });
			yield `  ${passed ? '✓' : '✗'} ${name} (${took.toFixed(1)} s)\n`;
		} else if (nesting === 1) {
			steps.push({ name, seconds: took, shown });
			shown = [];
			yield `${passed ? 'ok' : 'FAILED'}: ${name} (${took.toFixed(1)} s)\n\n`;
		} else if (nesting === 0) {
			for (const step of steps) step.suite ??= name;
		}
		if (type === 'test:fail' && data.details.error.cause !== undefined) {
			const isOwn = !String(data.details.error.message).includes('subtest');
			if (isOwn) {
				failures += 1;
				yield `${errorText(data.details.error)}\n`;
			}
		}
	}
	const total = steps.reduce((sum, { shown: { length } }) => sum + length, 0);
	const all = seconds(Date.now() - started);
	yield `${tableOf(steps)}\n\n${steps.length} steps, ${total} assertions named above, ${failures} failed, ${all.toFixed(0)} s\n`;
}
