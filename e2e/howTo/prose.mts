import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { Form } from './values.mts';

/** What a reader enters where a page leaves it open, as the pages write values. */
const OWN: Record<string, string> = {
	'A/B Test': '_Button colour_',
	'Audience Name': '`Gold customers`',
	'Available After': '`{{ $now.minus({ days: 30 }).toISO() }}`',
	'Compare With Last Sent': '`{{ $json.lastSent }}`',
	'Currency Code': '`EUR`',
	'Default Action': '_Set User Attributes_',
	'End Date': '`{{ $now.toISODate() }}`',
	'Input Data Field Name': '`contacts`',
	'Job ID': '`{{ $json.jobId }}`',
	Message: '_Welcome push_',
	'Start Date': '`{{ $now.minus({ days: 9 }).toISODate() }}`',
	'Template Values': '`order` (_Text_) = `{{ $json.order }}`',
	'Unsubscribe From Categories Names or IDs': '_Offers_',
	'Unsubscribe From Channels': '_Email_',
	'User ID': '`{{ $json.user }}`',
	'User ID Column': '`user`',
	Value: '`{{ $json.total }}`',
};

/** A label in bold, or a value in code, with the words before it. */
const MARK = /\*\*(?<bold>[^*]+)\*\*|`(?<code>[^`]+)`/g;

interface Place {
	path: string[];
	field: INodeProperties;
	/** The parts of a group so far. */
	parts: string[];
	/** The part that waits for its value. */
	part?: string;
}

const choicesOf = ({ options = [] }: INodeProperties) => options.map((one) => one.name);

const partsOf = ({ options = [] }: INodeProperties) =>
	(options as INodePropertyCollection[])[0]?.values ?? [];

/** Does what sentences say with the fields of nodes, as someone who reads them does. */
export class Reader {
	/** The nodes that were added, in their order. */
	readonly forms: Form[] = [];
	#place?: Place;
	readonly #open = new Map<string, string[]>();

	/** @param add a new node by what the page calls it; undefined if that is no node */
	constructor(private readonly add: (name: string) => Promise<Form | undefined>) {}

	/** Reads on; at the end of a how-to, `finish` enters what it leaves open. */
	async read(text: string): Promise<void> {
		let end = 0;
		for (const mark of text.matchAll(MARK)) {
			const before = text.slice(end, mark.index);
			end = mark.index + mark[0].length;
			if (mark.groups!.code !== undefined) await this.#enter(mark.groups!.code);
			else await this.#name(mark.groups!.bold!.replace(/^Leanplum → /, ''), before);
		}
	}

	get #form(): Form {
		const form = this.forms.at(-1);
		if (!form) throw new Error('The page names no node first.');
		return form;
	}

	async #name(label: string, before: string): Promise<void> {
		const added = await this.add(label);
		if (added) {
			await this.finish();
			this.forms.push(added);
			return;
		}
		const part = this.#place && partsOf(this.#place.field).find((one) => one.displayName === label);
		if (part) {
			this.#place!.part = label;
			return;
		}
		const found = this.#form.locate(label.split(' → '));
		if (found === 'group') return;
		if (found) {
			this.#place = { ...found, parts: [] };
			const key = found.path.join(' → ');
			if (found.field.type === 'boolean') {
				await this.#form.fill(found.path, /\bturn off\b[^.]*$/i.test(before) ? 'off' : 'on');
			} else if (!this.#form.isFilled(found.path)) this.#open.set(key, found.path);
			return;
		}
		await this.#choose(label);
	}

	async #choose(label: string): Promise<void> {
		const place = this.#place;
		if (!place) throw new Error(`The editor has no "${label}" here.`);
		const part = partsOf(place.field).find((one) => choicesOf(one).includes(label));
		if (part) await this.#fillIn(`${part.displayName} _${label}_`);
		else await this.#fillIn(`_${label}_`);
	}

	async #enter(code: string): Promise<void> {
		const place = this.#place;
		if (!place) return;
		const { displayName, typeOptions } = place.field;
		if (place.part) await this.#fillIn(`${place.part} \`${code}\``);
		else if (typeOptions?.multipleValues && place.field.type === 'fixedCollection') {
			if (!OWN[displayName]?.includes(code)) throw new Error(`"${code}" is no row.`);
		} else await this.#fillIn(`\`${code}\``);
	}

	async #fillIn(text: string): Promise<void> {
		const place = this.#place!;
		place.parts.push(text);
		place.part = undefined;
		await this.#form.fill(place.path, place.parts.join(', '));
		this.#open.delete(place.path.join(' → '));
	}

	/** Enters what the page names without a value, and what the editor asks for. */
	async finish(): Promise<void> {
		if (this.forms.length === 0) return;
		const missing = () => this.#form.missing().map((label) => [label]);
		for (const path of [...this.#open.values(), ...missing()]) {
			const own = OWN[path.at(-1)!];
			if (own === undefined) throw new Error(`The page gives no value for "${path.join(' → ')}".`);
			await this.#form.fill(path, own);
		}
		this.#open.clear();
		this.#place = undefined;
	}
}
