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
	'Attributes to Set': '`plan` (_Text_) = `gold`',
	'Input Data Field Name': '`data`',
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

/** One of n8n's own nodes, with what the page says about it, in its order. */
export interface OtherNode {
	readonly name: string;
	readonly labels: string[];
	readonly codes: string[];
}

/** Words in bold that are neither nodes nor fields: what is clicked, and what a reader may replace. */
const NO_FIELDS = new Set([
	...['Listen for test event', 'Production URL', 'Publish', 'Read/Write Files from Disk'],
	'Webhook Secret',
]);

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
	readonly nodes: Array<Form | OtherNode> = [];
	#place?: Place;
	/** Whether this sentence has named a field. */
	#isNamed = false;
	/** Where the fields of this sentence are, if it says so. */
	#group?: string;
	readonly #open = new Map<string, string[]>();

	/** @param add a new node by what the page calls it; undefined if that is no node */
	constructor(private readonly add: (name: string) => Promise<Form | OtherNode | undefined>) {}

	/** Reads on; at the end of a how-to, `finish` enters what it leaves open. */
	async read(text: string): Promise<void> {
		for (const sentence of text.split(/(?<=[.:])\s+(?=[A-Z*])/)) {
			// Another case than the one that is done here.
			if (!/^For \w+, /.test(sentence)) await this.#sentence(sentence);
		}
	}

	async #sentence(text: string): Promise<void> {
		this.#group = undefined;
		this.#isNamed = false;
		let end = 0;
		for (const mark of text.matchAll(MARK)) {
			const before = text.slice(end, mark.index);
			end = mark.index + mark[0].length;
			if (mark.groups!.code !== undefined) {
				// What a run gives is no value.
				if (!/ status $/.test(before)) await this.#enter(mark.groups!.code);
			} else await this.#name(mark.groups!.bold!.replace(/^Leanplum → /, ''), before);
		}
	}

	get #form(): Form {
		const form = this.nodes.at(-1);
		if (!form || !('fill' in form)) throw new Error('The page names no Leanplum node first.');
		return form;
	}

	get #other(): OtherNode | undefined {
		const node = this.nodes.at(-1);
		return node && 'codes' in node ? node : undefined;
	}

	async #name(label: string, before: string): Promise<void> {
		if (NO_FIELDS.has(label)) this.#place = undefined;
		// The second of two that a reader chooses from.
		if (NO_FIELDS.has(label) || /^ or $/.test(before)) return;
		const added = await this.add(label);
		if (added) {
			await this.finish();
			this.nodes.push(added);
			return;
		}
		if (this.#other) {
			this.#other.labels.push(label);
			return;
		}
		const part = this.#place && partsOf(this.#place.field).find((one) => one.displayName === label);
		if (part) {
			this.#place!.part = label;
			return;
		}
		const found = this.#form.locate(label.split(' → '));
		if (found === 'group') {
			this.#group = label;
			const isAfter = /[^,] under $/.test(before) && this.#isNamed;
			if (isAfter && this.#place?.path[0] !== label) throw new Error(`Not under ${label}.`);
			return;
		}
		if (found) {
			if (this.#group && found.path[0] !== this.#group) {
				throw new Error(`${label} isn't under ${this.#group}.`);
			}
			this.#isNamed = true;
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
		if (this.#other) this.#other.codes.push(code);
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
		if (this.nodes.length === 0 || this.#other) return;
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
