import type { IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';

type Raw = NodeParameterValueType | object | undefined;

/** Whether a parameter as the user typed it holds an expression anywhere. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(hasExpression);
}

/**
 * Reads the node's parameters, each only as often as it can differ.
 *
 * A parameter without an expression is the same for all items; resolving it once instead of once for
 * each item is what keeps runs of many thousand items fast.
 */
export class ParameterReader {
	private readonly constant = new Map<string, Raw>();
	private readonly varying = new Set<string>();

	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * @param name a top-level parameter
	 * @param itemIndex the item that expressions refer to
	 * @returns its value; blank for one that the chosen operation does not have
	 */
	read(name: string, itemIndex: number): Raw {
		if (this.constant.has(name)) return this.constant.get(name);
		const value = this.context.getNodeParameter(name, itemIndex, '');
		if (this.varying.has(name)) return value;
		if (hasExpression(this.context.getNode().parameters[name])) this.varying.add(name);
		else this.constant.set(name, value);
		return value;
	}
}
