import type { IDataObject, IExecuteFunctions, INode, NodeParameterValueType } from 'n8n-workflow';
import { fieldNamedBy, fieldReader, UNREAD, type FieldReader } from './itemFields';

type Raw = NodeParameterValueType | object | undefined;

/** Whether a parameter as the user typed it holds an expression anywhere. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(hasExpression);
}

/** An expression that could not be resolved. */
export interface FailedExpression {
	/** The name of the parameter, and behind it those of the members that lead to the expression. */
	readonly path: readonly string[];
	/** What n8n says of it. */
	readonly message: string;
}

const NONE: readonly FailedExpression[] = [];

/** A parameter without an expression, which is the same for all items. */
interface Constant {
	readonly value: Raw;
	/** What its fields came to, so that each of them is read once a run. */
	readonly fields: Map<object, unknown>;
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
 *
 * Reading never throws: an expression that fails is the matter of one item, of which `failures` tells.
 */
export class ParameterReader {
	private readonly constant = new Map<string, Constant>();
	private readonly varying = new Map<string, Varying>();
	private readonly fieldsNamed = new Map<string, string | undefined>();
	private readonly items: ReadonlyArray<{ json: IDataObject }>;
	/** What n8n made of the parameters of the item read last, so that none is resolved twice for it. */
	private readonly resolved = new Map<string, Raw>();
	private resolvedFor = -1;
	/** As entered; n8n copies them each time it is asked. */
	private parameters: INode['parameters'] | undefined;
	private readonly failed = new Map<number, Map<string, readonly FailedExpression[]>>();

	constructor(private readonly context: IExecuteFunctions) {
		this.items = context.getInputData();
	}

	/**
	 * @param name a top-level parameter
	 * @param itemIndex the item that expressions refer to
	 * @returns its value, blank where an expression failed and for one that the operation does not have
	 */
	read(name: string, itemIndex: number): Raw {
		const constant = this.constant.get(name);
		if (constant) return constant.value;
		const known = this.varying.get(name);
		const own = this.readOwn(known, itemIndex);
		if (known?.agrees && own !== UNREAD) return own as Raw;

		const value = this.resolveOnce(name, itemIndex);
		if (known) {
			if (own !== UNREAD) known.agrees ??= JSON.stringify(own) === JSON.stringify(value);
			return value;
		}
		const parameter = this.entered(name);
		if (hasExpression(parameter)) this.varying.set(name, { ownReader: fieldReader(parameter) });
		else this.constant.set(name, { value, fields: new Map() });
		return value;
	}

	/** Whether reading a parameter for another item can fail; known for sure once it was read for two. */
	mayFail(name: string): boolean {
		return !this.constant.has(name) && this.varying.get(name)?.agrees !== true;
	}

	/** The expressions that failed of what was read for an item. */
	failures(itemIndex: number): readonly FailedExpression[] {
		if (this.failed.size === 0) return NONE;
		return [...(this.failed.get(itemIndex)?.values() ?? [])].flat();
	}

	/** A parameter as the user entered it, with its expressions. */
	entered(name: string): Raw {
		this.parameters ??= this.context.getNode().parameters;
		return this.parameters[name];
	}

	/** Whether a parameter is the same for all items; known once it was read. */
	isConstant(name: string): boolean {
		return this.constant.has(name);
	}

	/** The item's field that a parameter only passes on. */
	fieldNamedIn(name: string): string | undefined {
		if (!this.fieldsNamed.has(name)) {
			this.fieldsNamed.set(name, fieldNamedBy(this.entered(name)));
		}
		return this.fieldsNamed.get(name);
	}

	/** What the fields of a parameter came to; `undefined` for one that may differ from item to item. */
	constantFields(name: string): Map<object, unknown> | undefined {
		return this.constant.get(name)?.fields;
	}

	private readOwn(parameter: Varying | undefined, itemIndex: number): unknown {
		const { ownReader, agrees } = parameter ?? {};
		const json = this.items[itemIndex]?.json;
		return ownReader && agrees !== false && json ? ownReader(json) : UNREAD;
	}

	private resolveOnce(name: string, itemIndex: number): Raw {
		if (this.resolvedFor !== itemIndex) this.resolved.clear();
		this.resolvedFor = itemIndex;
		if (!this.resolved.has(name)) this.resolved.set(name, this.resolve(name, itemIndex));
		return this.resolved.get(name);
	}

	private resolve(name: string, itemIndex: number): Raw {
		const failures: FailedExpression[] = [];
		const value = this.resolveAt([name], this.entered(name), itemIndex, failures);
		if (failures.length === 0) return value;
		const ofItem = this.failed.get(itemIndex) ?? new Map<string, readonly FailedExpression[]>();
		this.failed.set(itemIndex, ofItem.set(name, failures));
		return value;
	}

	/** Resolves a parameter; where that fails, its members one by one, so that only what failed is blank. */
	private resolveAt(
		path: readonly string[],
		parameter: unknown,
		itemIndex: number,
		failures: FailedExpression[],
	): Raw {
		try {
			return this.context.getNodeParameter(path.join('.'), itemIndex, '');
		} catch (error) {
			const before = failures.length;
			const members = Object.entries(typeof parameter === 'object' ? { ...parameter } : {}).map(
				([name, member]) => [name, this.resolveAt([...path, name], member, itemIndex, failures)],
			);
			if (failures.length === before) {
				failures.push({ path, message: error instanceof Error ? error.message : String(error) });
			}
			if (members.length === 0) return '';
			const values = Object.fromEntries(members) as IDataObject;
			return Array.isArray(parameter) ? Object.values(values) : values;
		}
	}
}
