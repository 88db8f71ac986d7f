import type { INodeProperties, INodePropertyOptions, NodePropertyTypes } from 'n8n-workflow';
import type { z } from 'zod';
import { idSchema, nameSchema } from '../values/values';
import { Field, propertyOf, type Reader, type Shown } from './field';
import { isBlank } from './itemInput';

/** How a field looks, besides its label and name. */
type Look = Partial<Omit<INodeProperties, 'displayName' | 'name'>>;

type FieldOf<Value> = (displayName: string, name: string, look?: Look) => Field<Value>;

function fieldsOf<Value>(
	type: NodePropertyTypes,
	initial: INodeProperties['default'],
	reader: Reader<Value>,
): FieldOf<Value> {
	return (displayName, name, look) =>
		new Field({ displayName, name, type, default: initial, ...look }, reader);
}

/** A text; numbers and yes-or-no values count as such. */
export const textField = fieldsOf('string', '', (input, label, given) => input.text(label, given));

/** The ID of a user or a device. */
export const idField = fieldsOf('string', '', (input, label, given) =>
	input.optional(label, idSchema, given),
);

/** The name of an event or a state. */
export const nameField = fieldsOf('string', '', (input, label, given) =>
	input.optional(label, nameSchema, typeof given === 'number' ? String(given) : given),
);

export const numberField = fieldsOf('number', 0, (input, label, given) =>
	input.number(label, given),
);

export const integerField = fieldsOf('number', 0, (input, label, given) =>
	input.integer(label, given),
);

/** A point in time, read as epoch seconds. */
export const timeField = fieldsOf('dateTime', '', (input, label, given) =>
	input.epochSeconds(label, given),
);

/** A switch. */
export const yesNoField = fieldsOf('boolean', false, (_input, _label, given) =>
	isBlank(given) ? undefined : isOn(given),
);

/** A JSON object, given as such or as text. */
export const jsonField = fieldsOf('json', '{}', (input, label, given) =>
	input.object(label, given),
);

/** Several values: a list, JSON text of one, or texts with commas between them; empty is `undefined`. */
export const listField = fieldsOf<unknown[]>('string', '', (_input, _label, given) => {
	const list = isBlank(given) ? [] : toList(given);
	return list.length > 0 ? list : undefined;
});

/** Several texts. */
export const textsField = fieldsOf<string[]>('string', '', (input, label, given) => {
	const texts = isBlank(given) ? [] : toList(given).map((text) => input.text(label, text) ?? '');
	return texts.length > 0 ? texts : undefined;
});

/** A text that a schema checks. */
export function checkedField<Value>(
	schema: z.ZodType<Value, z.ZodTypeDef, unknown>,
	displayName: string,
	name: string,
	look?: Look,
): Field<Value> {
	return fieldsOf('string', '', (input, label, given) => input.optional(label, schema, given))(
		displayName,
		name,
		look,
	);
}

type Choices = Omit<Look, 'options'> & { options: INodePropertyOptions[] };

const valuesOf = ({ options }: Choices) => options.map(({ value }) => String(value));

/** One of several choices; an expression can give others, which are refused. */
export function choiceField<Value extends string = string>(
	displayName: string,
	name: string,
	look: Choices,
): Field<Value> {
	const values = valuesOf(look).filter((value) => value !== '');
	return fieldsOf<Value>('options', values[0]!, (input, label, given) => {
		const chosen = input.text(label, given);
		if (chosen === undefined || values.includes(chosen)) return chosen as Value | undefined;
		input.refuse(label, `must be one of ${values.join(', ')}`);
		return undefined;
	})(displayName, name, look);
}

/** Any of several choices. */
export function choicesField(displayName: string, name: string, look: Choices): Field<string[]> {
	const values = valuesOf(look);
	return fieldsOf<string[]>('multiOptions', [], (input, label, given) => {
		const chosen = isBlank(given) ? [] : toList(given).map((one) => input.text(label, one) ?? '');
		for (const one of chosen) {
			if (!values.includes(one)) {
				input.refuse(`${label} "${one}"`, `must be one of ${values.join(', ')}`);
			}
		}
		return chosen.length > 0 ? chosen : undefined;
	})(displayName, name, look);
}

/** A collection, whose fields are read with `input.inside(name)`; sorted by label as n8n wants it. */
export function collectionProperty(
	displayName: string,
	name: string,
	fields: readonly Shown[],
	look: Look,
): INodeProperties {
	const options = fields.map(propertyOf);
	return {
		displayName,
		name,
		type: 'collection',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
		...look,
	};
}

/** Whether a switch is on; AI agents send booleans as text. */
export function isOn(value: unknown): boolean {
	return value === true || value === 'true';
}

/** A list of values that came as a list, as JSON text, or separated by commas. */
export function toList(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const text = value.trim();
	if (text.startsWith('[')) {
		try {
			const parsed: unknown = JSON.parse(text);
			if (Array.isArray(parsed)) return parsed;
		} catch {
			// Not JSON after all: split at the commas like any other text.
		}
	}
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}
