import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node.ts';

const PROPERTIES = new Leanplum().description.properties;

type Values = Record<string, unknown>;

/** Whether the editor shows a field while the node has these values. */
function isShown({ displayOptions }: INodeProperties, values: Values): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, wanted]) => {
		const value = values[name] ?? (name === 'identifyBy' ? 'userId' : undefined);
		return value === undefined || (wanted as unknown[]).includes(value);
	});
}

function find(fields: readonly INodeProperties[], name: string, values: Values): INodeProperties {
	const field = fields.find((one) => one.name === name && isShown(one, values));
	if (!field) throw new Error(`The node has no field "${name}" in ${JSON.stringify(values)}.`);
	return field;
}

const code = (text: string) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

type Names = Record<string, string>;

/** The value of a field as a reader types or chooses it. */
function shown(field: INodeProperties, value: unknown, names: Names = {}): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	if (field.type === 'options') {
		const choice = (field.options as INodePropertyOptions[]).find((one) => one.value === value);
		if (choice) return `_${choice.name}_`;
	}
	if (Array.isArray(value)) {
		const choices = (field.options ?? []) as INodePropertyOptions[];
		return value
			.map(
				(entry) =>
					choices.find((one) => one.value === entry)?.name ?? names[entry as string] ?? entry,
			)
			.map((entry) => `_${String(entry)}_`)
			.join(', ');
	}
	if (field.type === 'resourceLocator') {
		const { value: id, cachedResultName } = value as Record<string, string>;
		return cachedResultName ? `_${cachedResultName}_` : `By ID ${code(id!)}`;
	}
	return code(String(value).replace(/^=/, ''));
}

/** A row such as "plan (Text)": `{{ $json.plan }}`, or the named parts of one without a type. */
function shownRow(fields: readonly INodeProperties[], row: Values): string {
	const { name, type, ...rest } = row;
	const parts = Object.entries(rest).map(([part, value]) => {
		const field = find(fields, part, row);
		return { label: field.displayName, text: shown(field, value) };
	});
	const kind = type === undefined ? '' : ` (${shown(find(fields, 'type', row), type)})`;
	const title = name === undefined ? '' : `${code(String(name))}${kind}`;
	if (parts.length === 0) return title;
	const only = parts.length === 1 && parts[0]!.label === 'Value';
	const values = only
		? parts[0]!.text
		: parts.map(({ label, text }) => `${label} ${text}`).join(', ');
	return title ? `${title} = ${values}` : values;
}

function* lines(
	fields: readonly INodeProperties[],
	values: Values,
	path: string,
	around: Values,
	names?: Names,
): Generator<string> {
	for (const [name, value] of Object.entries(values)) {
		const field = find(fields, name, { ...around, ...values });
		const label = `${path}**${field.displayName}**`;
		if (field.type === 'collection') {
			yield* lines(field.options as INodeProperties[], value as Values, `${label} → `, {}, names);
		} else if (field.type === 'fixedCollection') {
			for (const group of Object.values(value as Record<string, Values | Values[]>)) {
				const inner = (field.options as INodePropertyCollection[])[0]!.values;
				const texts = [group].flat().map((row) => shownRow(inner, row));
				yield `- ${label}: ${texts.join(', ')}`;
			}
		} else {
			yield `- ${label}: ${shown(field, value, names)}`;
		}
	}
}

/** The parameters of the node as a list of its labels and what to fill in, in Markdown. */
export function filledIn(parameters: INodeParameters, names?: Names): string {
	const { resource, operation, ...values } = parameters;
	const resourceField = find(PROPERTIES, 'resource', {});
	const operationField = find(PROPERTIES, 'operation', { resource });
	const name = (field: INodeProperties, value: unknown) => shown(field, value).replaceAll('_', '');
	const title = `- **${name(resourceField, resource)} → ${name(operationField, operation)}**`;
	const around = { resource, operation };
	return [title, ...lines(PROPERTIES, values as Values, '', around, names)].join('\n');
}
