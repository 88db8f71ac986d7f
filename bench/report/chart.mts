import { CONTENDERS, TITLES, type ContenderId } from '../contenders/contender.mts';
import type { Figures } from '../measure/figures.mts';
import { LATENCY_MS } from '../schedule.mts';
import { ITEM_WORKLOADS } from '../workloads/index.mts';
import { keyOf, type Results } from './results.mts';
import { duration } from './table.mts';

const WIDTH = 860;
const LEFT = 250;
const RIGHT = 220;
const BAR = 16;
const ROW = 22;
/** The axis in milliseconds, logarithmic. */
const FROM = 10;
const TO = 100_000;

const x = (milliseconds: number) => {
	const share = Math.log10(Math.max(milliseconds, FROM) / FROM) / Math.log10(TO / FROM);
	return LEFT + share * (WIDTH - LEFT - RIGHT);
};

const text = (at: number, y: number, content: string, attributes = '') =>
	`<text x="${at.toFixed(1)}" y="${y.toFixed(1)}"${attributes}>${content}</text>`;

function remark({ requests, lost }: Figures): string {
	const counts = [requests === 0 ? '' : `${requests.toLocaleString('en-US')} requests`];
	if (lost > 0) counts.push(`${lost.toLocaleString('en-US')} items lost`);
	return counts.filter((part) => part !== '').join(', ');
}

function bar(contender: ContenderId, figures: Figures, y: number): string {
	const end = x(figures.wallMs);
	const label = [duration(figures.wallMs), remark(figures)].filter((part) => part !== '');
	const bold = contender === 'leanplum' ? ' style="font-weight: bold"' : '';
	return [
		text(LEFT - 8, y + BAR - 4, TITLES[contender], ` text-anchor="end"${bold}`),
		`<rect class="${contender}" x="${LEFT}" y="${y}" width="${(end - LEFT).toFixed(1)}" height="${BAR}" rx="2"/>`,
		text(end + 6, y + BAR - 4, label.join(' · '), bold),
	].join('\n');
}

const STYLE = `<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: bold; font-size: 13px }
line { stroke: #d0d7de }
rect { fill: #9aa4af }
.leanplum { fill: #0b6bcb }
.limit, .helper { fill: #6b8f71 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
line { stroke: #3d444d }
rect { fill: #6e7681 }
.leanplum { fill: #4f9df7 }
.limit, .helper { fill: #7fa886 }
}
</style>`;

/** The times of all contenders at the latency of the goals, as an SVG picture. */
export function chart(results: Results): string {
	const parts: string[] = [];
	let y = 20;
	for (const id of ['A', 'B', 'C', 'D'] as const) {
		parts.push(text(0, y, ITEM_WORKLOADS[id].title, ' class="title"'));
		y += 8;
		for (const contender of CONTENDERS) {
			const figures = results.items[keyOf(id, LATENCY_MS, contender)];
			if (!figures) continue;
			parts.push(bar(contender, figures, y));
			y += ROW;
		}
		y += 22;
	}
	const axis: string[] = [];
	for (let at = FROM; at <= TO; at *= 10) {
		axis.push(`<line x1="${x(at)}" x2="${x(at)}" y1="26" y2="${y - 30}"/>`);
		axis.push(text(x(at), y - 14, duration(at), ' text-anchor="middle"'));
	}
	parts.push(
		text(
			0,
			y + 4,
			`Each answer takes ${LATENCY_MS} ms. The axis is logarithmic. Shorter is better.`,
		),
	);
	const height = y + 14;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Time that this node and its alternatives take">
${[STYLE, ...axis, ...parts].join('\n')}
</svg>
`;
}
