import type { IDataObject, IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';
import { fieldReader, UNREAD, type FieldReader } from './itemFields';

type Raw = NodeParameterValueType | object | undefined;

/** Whether a parameter as the user typed it holds an expression anywhere. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(hasExpression);
}

/** A parameter with expressions, which may differ from item to item. */
interface Varying {
	/** Reads it without n8n, where its expressions only name fields of the item. */
	readonly ownReader?: FieldReader;
	/** Whether that gave what n8n gives: it is tried on an item before it is relied on. */
	agrees?: boolean;
}

/**
 * Reads the node's parameters with as little work as they need.
 *
 * A parameter without an expression is the same for all items and resolved once. One whose expressions
 * only name fields of the item is read from the item. The others are resolved by n8n for each item,
 * which takes most of the time of a run of many thousand items.
 */
export class ParameterReader {
	private readonly constant = new Map<string, Raw>();
	private readonly varying = new Map<string, Varying>();
	private readonly items: ReadonlyArray<{ json: IDataObject }>;

	constructor(private readonly context: IExecuteFunctions) {
		this.items = context.getInputData();
	}

	/**
	 * @param name a top-level parameter
	 * @param itemIndex the item that expressions refer to
	 * @returns its value; blank for one that the chosen operation does not have
	 */
	read(name: string, itemIndex: number): Raw {
		if (this.constant.has(name)) return this.constant.get(name);
		const known = this.varying.get(name);
		const own = this.readOwn(known, itemIndex);
		if (known?.agrees && own !== UNREAD) return own as Raw;

		const value = this.context.getNodeParameter(name, itemIndex, '');
		if (known) {
			if (own !== UNREAD) known.agrees ??= JSON.stringify(own) === JSON.stringify(value);
			return value;
		}
		const parameter = this.context.getNode().parameters[name];
		if (hasExpression(parameter)) this.varying.set(name, { ownReader: fieldReader(parameter) });
		else this.constant.set(name, value);
		return value;
	}

	private readOwn(parameter: Varying | undefined, itemIndex: number): unknown {
		const { ownReader, agrees } = parameter ?? {};
		const json = this.items[itemIndex]?.json;
		return ownReader && agrees !== false && json ? ownReader(json) : UNREAD;
	}
}
