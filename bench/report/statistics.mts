function middle(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const half = sorted.length / 2;
	return (sorted[Math.floor(half)]! + sorted[Math.ceil(half) - 1]!) / 2;
}

/** The median of each figure, rounded to a thousandth. */
export function medians<Row extends object>(rows: readonly Row[]): Row {
	const names = Object.keys(rows[0]!) as Array<keyof Row>;
	const entries = names.map((name) => {
		const median = middle(rows.map((row) => row[name] as number));
		return [name, Math.round(median * 1000) / 1000];
	});
	return Object.fromEntries(entries) as Row;
}
