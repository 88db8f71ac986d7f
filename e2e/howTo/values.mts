import { NodeHelpers } from 'n8n-workflow';
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

type Values = Record<string, unknown>;
type Choice = { name: string; value: unknown };

/** Asks n8n for the choices of a field that Leanplum fills, as the editor does when one opens it. */
export type Pick = (field: INodeProperties, method: string, values: Values) => Promise<Choice[]>;

/** A value as a page writes it: `text`, _choice_, on or off, with what stands before it. */
const VALUE =
	/(?:`` (?<quoted>.+?) ``|`(?<code>[^`]*)`)(?<names>(?: \(_(?<type>[^_]+)_\))? =)?|_(?<choice>[^_]+)_|(?<flag>\b(?:on|off)\b)|(?<label>[A-Z][\w ]*?)(?= (?:`|_|on\b|off\b))/g;

/** n8n's node as its editor shows it: fields by their labels, under the values chosen so far. */
export class Form {
	readonly values: Values = {};

	constructor(
		readonly description: INodeTypeDescription,
		private readonly typeVersion: number,
		private readonly pick: Pick,
	) {
		this.#complete();
	}

	/** What n8n stores of the node. */
	get parameters(): INodeParameters {
		return this.values as INodeParameters;
	}

	/** Fills in what n8n fills in itself. */
	#complete(): void {
		const { properties } = this.description;
		const node = { typeVersion: this.typeVersion };
		const values = this.values as INodeParameters;
		const all = NodeHelpers.getNodeParameters(
			properties,
			values,
			true,
			false,
			node,
			this.description,
		);
		Object.assign(this.values, all);
	}

	#shown(fields: readonly INodeProperties[], values: Values): INodeProperties[] {
		const node = { typeVersion: this.typeVersion };
		return fields.filter((field) =>
			NodeHelpers.displayParameter(
				values as INodeParameters,
				field,
				node,
				this.description,
				this.values as INodeParameters,
			),
		);
	}

	#find(fields: readonly INodeProperties[], label: string, values: Values): INodeProperties {
		const shown = this.#shown(fields, values);
		const field = shown.find(({ displayName }) => displayName === label);
		if (!field) {
			const others = shown.map(({ displayName }) => displayName).join(', ');
			throw new Error(`The editor shows no field "${label}" here. It shows: ${others}`);
		}
		return field;
	}

	/** The fields that are required, shown, and still empty, by their labels. */
	missing(): string[] {
		return this.#shown(this.description.properties, this.values)
			.filter(({ name, required }) => {
				const value = this.values[name] as { value?: unknown } | string | undefined;
				const inner = typeof value === 'object' && 'value' in value ? value.value : value;
				return required && String(inner ?? '') === '';
			})
			.map(({ displayName }) => displayName);
	}

	/**
	 * The field that labels lead to. One label alone is also found inside Options or Additional Fields.
	 *
	 * @returns `group` for such a collection itself; undefined if the editor shows none of that name
	 */
	locate(
		labels: readonly string[],
	): { path: string[]; field: INodeProperties } | 'group' | undefined {
		const shown = this.#shown(this.description.properties, this.values);
		const top = shown.find(({ displayName }) => displayName === labels[0]);
		if (top && labels.length === 1) {
			return top.type === 'collection' ? 'group' : { path: [...labels], field: top };
		}
		const label = labels.at(-1)!;
		for (const group of top ? [top] : labels.length === 1 ? shown : []) {
			if (group.type !== 'collection') continue;
			const values = { ...this.values, ...(this.values[group.name] as Values) };
			const inner = this.#shown(group.options as INodeProperties[], values);
			const field = inner.find(({ displayName }) => displayName === label);
			if (field) return { path: [group.displayName, label], field };
		}
		return undefined;
	}

	/** Whether a field has a choice. */
	has(label: string, choice: string): boolean {
		const field = this.#find(this.description.properties, label, this.values);
		return (field.options ?? []).some(({ name }) => name === choice);
	}

	/** Whether a field already has a value of the user's. */
	isFilled([label, inner]: readonly string[]): boolean {
		if (inner !== undefined) return false;
		const field = this.#find(this.description.properties, label!, this.values);
		return field.type === 'options' && this.values[field.name] !== '';
	}

	/** Fills in a field that labels lead to, such as Options, Send Once. */
	async fill([label, ...inner]: readonly string[], text: string): Promise<void> {
		const { properties } = this.description;
		const field = this.#find(properties, label!, this.values);
		if (inner.length > 0) {
			const members = field.options as INodeProperties[];
			const group = (this.values[field.name] ??= {}) as Values;
			const member = this.#find(members, inner[0]!, { ...this.values, ...group });
			group[member.name] = await this.#value(member, text, group[member.name]);
		} else {
			this.values[field.name] = await this.#value(field, text, this.values[field.name]);
		}
		this.#complete();
	}

	async #value(field: INodeProperties, text: string, before: unknown): Promise<unknown> {
		if (field.type === 'fixedCollection') return await this.#rows(field, text);
		// A label before the value, such as By ID, says how it is entered.
		const found = [...text.matchAll(VALUE)]
			.map(({ groups }) => groups!)
			.filter(({ label }) => !label);
		if (field.type === 'multiOptions') {
			return await Promise.all(found.map((one) => this.#single(field, one, before)));
		}
		if (found.length !== 1) throw new Error(`"${text}" isn't one value for ${field.displayName}.`);
		return await this.#single(field, found[0]!, before);
	}

	/** One value, put in as the editor puts in what is typed, pasted, picked, or turned on. */
	async #single(field: INodeProperties, found: Values, before: unknown): Promise<unknown> {
		const { choice, flag } = found as Record<string, string | undefined>;
		const pasted = (found.quoted ?? found.code) as string | undefined;
		if (flag) {
			if (field.type !== 'boolean') throw new Error(`${field.displayName} can't be on or off.`);
			return flag === 'on';
		}
		if (choice !== undefined) {
			const { value, name } = await this.#choice(field, choice);
			if (field.type !== 'resourceLocator') return value;
			return { __rl: true, mode: 'list', value, cachedResultName: name };
		}
		const text = pasted!;
		// What is pasted into an empty field and has both braces becomes an expression, whatever is in them.
		const isExpression = text.includes('{{') && text.includes('}}');
		const value = isExpression ? `=${text}` : field.type === 'number' ? Number(text) : text;
		if (field.type !== 'resourceLocator') {
			const isList = field.type === 'options' || field.type === 'multiOptions';
			if (isList && !isExpression) throw new Error(`${field.displayName} takes no typed value.`);
			return value;
		}
		return { ...(before as Values), __rl: true, mode: 'id', value };
	}

	async #choice(field: INodeProperties, name: string): Promise<Choice> {
		const list = (field.modes ?? []).find(({ type }) => type === 'list')?.typeOptions;
		const method = list?.searchListMethod ?? field.typeOptions?.loadOptionsMethod;
		const choices = method
			? await this.pick(field, method, this.values)
			: ((field.options ?? []) as INodePropertyOptions[]);
		const chosen =
			choices.find((one) => one.name === name) ??
			choices.find((one) => method && one.name.startsWith(`${name} (`));
		if (chosen) return chosen;
		const names = choices.map((one) => one.name).join(', ');
		throw new Error(`${field.displayName} has no "${name}". It has: ${names}`);
	}

	/** Rows such as `plan` (_Text_) = `{{ $json.plan }}`, or the parts of a group one after the other. */
	async #rows(field: INodeProperties, text: string): Promise<Values> {
		const [group] = field.options as INodePropertyCollection[];
		const rows: Values[] = [];
		let label = 'Value';
		for (const { groups: found } of text.matchAll(VALUE)) {
			if (found!.label) label = found!.label;
			else if (found!.names !== undefined || rows.length === 0) {
				rows.push(this.#defaults(group!.values));
				const row = rows.at(-1)!;
				if (found!.names !== undefined) {
					const [first] = group!.values;
					row[first!.name] = await this.#single(first!, { code: found!.code }, undefined);
					if (found!.type) {
						const type = this.#find(group!.values, 'Type', row);
						row[type.name] = (await this.#choice(type, found!.type)).value;
					}
					label = 'Value';
					continue;
				}
			}
			if (found!.label) continue;
			const row = rows.at(-1)!;
			const part = this.#find(group!.values, label, row);
			row[part.name] = await this.#single(part, found!, undefined);
		}
		const isList = field.typeOptions?.multipleValues;
		return { [group!.name]: isList ? rows : rows[0] };
	}

	#defaults(fields: readonly INodeProperties[]): Values {
		return Object.fromEntries(fields.map(({ name, default: value }) => [name, value]));
	}
}
