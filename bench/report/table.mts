import { CONTENDERS, TITLES } from '../contenders/contender.mts';
import { COMPARISONS } from '../schedule.mts';
import { ITEM_WORKLOADS } from '../workloads/index.mts';
import { goals } from './goals.mts';
import { keyOf, type Results } from './results.mts';

/** A table in Markdown; the first row is its head. */
function table(rows: string[][]): string {
	const [head = [], ...body] = rows;
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** A duration for reading. */
export function duration(milliseconds: number): string {
	if (milliseconds < 1_000) return `${milliseconds.toFixed(0)} ms`;
	return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const whole = (count: number) => count.toLocaleString('en-US');

function comparison({ workload, latencyMs }: (typeof COMPARISONS)[number], results: Results) {
	const rows = CONTENDERS.flatMap((contender) => {
		const figures = results.items[keyOf(workload, latencyMs, contender)];
		if (!figures) return [];
		const sends = contender !== 'editFields';
		const { wallMs, cpuMs, memoryBytes, requests, connections, billedUsers, lost, doubled } =
			figures;
		const counts = [requests, connections, billedUsers, lost, doubled];
		return [
			[
				TITLES[contender],
				duration(wallMs),
				duration(cpuMs),
				megabytes(memoryBytes),
				...counts.map((count) => (sends ? whole(count) : '')),
			],
		];
	});
	const heads = 'Time,CPU,Memory,Requests,Connections,Billed,Lost,Doubled'.split(',');
	const { title } = ITEM_WORKLOADS[workload];
	return [`### ${title}, ${latencyMs} ms`, table([['', ...heads], ...rows])];
}

function exportsTable({ exports }: Results): string {
	const gigabytes = `${(exports.file.done / 1e9).toFixed(0)} GB`;
	const rate = ({ done, wallMs }: { done: number; wallMs: number }) =>
		`${(done / 1e3 / wallMs).toFixed(0)} MB/s`;
	const { file, curl, items } = exports;
	return table([
		['', 'Time', 'Speed', 'Memory'],
		[`${gigabytes} into a file`, duration(file.wallMs), rate(file), megabytes(file.memoryBytes)],
		[`${gigabytes} with curl`, duration(curl.wallMs), rate(curl), ''],
		[
			`${whole(items.done)} lines into items, 100,000 at a time`,
			duration(items.wallMs),
			`${whole(Math.round((items.done / items.wallMs) * 1_000))} lines/s`,
			megabytes(items.memoryBytes),
		],
	]);
}

function loadingTable({ loading }: Results): string {
	return table([
		["At n8n's start", 'Without the metadata', 'At first use', 'Tarball', 'Unpacked', 'Files'],
		[
			duration(loading.startMs),
			duration(loading.startWithoutMetadataMs),
			duration(loading.firstUseMs),
			`${(loading.tarballBytes / 1e3).toFixed(0)} kB`,
			`${(loading.unpackedBytes / 1e3).toFixed(0)} kB`,
			String(loading.files),
		],
	]);
}

/** The figures of a run as Markdown. */
export function figuresPage(results: Results): string {
	const goalRows = goals(results).map(({ what, target, measured, met }) => [
		what,
		target,
		measured,
		met ? 'yes' : '**no**',
	]);
	return [
		`Medians of ${results.rounds} rounds on ${results.machine}, Node.js ${results.node}.`,
		'## Goals',
		table([['', 'Goal', 'Measured', 'Reached'], ...goalRows]),
		'## Items',
		...COMPARISONS.flatMap((each) => comparison(each, results)),
		'## Exports',
		exportsTable(results),
		'## Loading',
		loadingTable(results),
	].join('\n\n');
}
