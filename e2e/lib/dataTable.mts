import type { N8nApi, WorkflowNode } from './api.mts';

/** A value of a row. */
type Cell = string | number | null;

/** A data table of n8n's. */
export interface DataTable<Row> {
	id: string;
	/** The table is chosen in a node, as a person does it after the import. */
	readonly choose: (node: WorkflowNode) => WorkflowNode;
	/** Adds rows, at most 1,000 at a time. */
	insert(rows: readonly object[]): Promise<void>;
	rows(): Promise<Array<Row & { id: number }>>;
	count(): Promise<number>;
	/** How many rows have a value in a column. */
	countOf(column: string, value: Cell): Promise<number>;
	/** Changes every row in which a column has a value. */
	update(column: string, value: Cell, data: object): Promise<void>;
}

/** Creates a data table as the notes of a workflow describe it. */
export async function createDataTable<Row extends object>(
	api: N8nApi,
	name: string,
	columns: Record<keyof Row, 'string' | 'date'>,
): Promise<DataTable<Row>> {
	const project = await api.send<{ id: string }>('GET', '/projects/personal');
	const tables = `/projects/${project.id}/data-tables`;
	const { id } = await api.send<{ id: string }>('POST', tables, {
		name,
		columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
	});
	const filterOf = (columnName: string, value: Cell) => ({
		type: 'and',
		filters: [{ columnName, condition: 'eq', value }],
	});
	const get = async (take: number, more = '') =>
		await api.send<{ data: Array<Row & { id: number }>; count: number }>(
			'GET',
			`${tables}/${id}/rows?take=${take}${more}`,
		);
	return {
		id,
		choose: (node) => ({
			...node,
			parameters: { ...node.parameters, dataTableId: { __rl: true, mode: 'id', value: id } },
		}),
		async insert(rows) {
			await api.send('POST', `${tables}/${id}/insert`, { returnType: 'count', data: rows });
		},
		async rows() {
			const rows: Array<Row & { id: number }> = [];
			for (;;) {
				const { data, count } = await get(100, `&skip=${rows.length}`);
				rows.push(...data);
				if (rows.length >= count || data.length === 0) return rows;
			}
		},
		count: async () => (await get(1)).count,
		async countOf(column, value) {
			const filter = encodeURIComponent(JSON.stringify(filterOf(column, value)));
			return (await get(1, `&filter=${filter}`)).count;
		},
		async update(column, value, data) {
			await api.send('PATCH', `${tables}/${id}/rows`, { filter: filterOf(column, value), data });
		},
	};
}
