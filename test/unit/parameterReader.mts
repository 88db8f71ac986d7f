import type { IExecuteFunctions } from 'n8n-workflow';
import { ParameterReader } from '../../nodes/Leanplum/operation/fields/parameters';

/** How often parameters were resolved by n8n, by name. */
export type Readings = Record<string, number>;

/**
 * What of n8n the parameters are read from.
 *
 * @param parameters as a workflow file holds them; an expression `=name` stands for the item's field,
 *   and so does one that n8n would understand the same way, such as `={{ $json.name }}`
 * @param items the input items that expressions refer to
 */
export function contextOf(
	parameters: Record<string, unknown>,
	items: ReadonlyArray<Record<string, unknown>> = [],
	readings: Readings = {},
): IExecuteFunctions {
	const resolve = (value: unknown, itemIndex: number): unknown => {
		if (typeof value === 'string' && value.startsWith('=')) {
			const name = /^=\{\{\s*\$json(?:\.|\[["'])(\w+)/.exec(value)?.[1];
			return items[itemIndex]?.[name ?? value.slice(1)];
		}
		if (typeof value !== 'object' || value === null) return value;
		if (Array.isArray(value)) return value.map((entry) => resolve(entry, itemIndex));
		return Object.fromEntries(
			Object.entries(value).map(([name, entry]) => [name, resolve(entry, itemIndex)]),
		);
	};
	const n8n = {
		getInputData: () => items.map((json) => ({ json })),
		getNode: () => ({ type: 'leanplum', parameters }),
		getTimezone: () => 'Europe/Berlin',
		getNodeParameter(name: string, itemIndex: number, fallback: unknown) {
			readings[name] = (readings[name] ?? 0) + 1;
			return name in parameters ? resolve(parameters[name], itemIndex) : fallback;
		},
	};
	return n8n as unknown as IExecuteFunctions;
}

/** A reader of the given parameters. */
export function readerOf(...parameters: Parameters<typeof contextOf>): ParameterReader {
	return new ParameterReader(contextOf(...parameters));
}
