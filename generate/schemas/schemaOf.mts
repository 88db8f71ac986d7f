/** A JSON schema as n8n's editor reads it to offer fields before the first run. */
export type OutputSchema =
	| { type: 'string' | 'number' | 'boolean' | 'null' }
	| { type: 'array'; items?: OutputSchema }
	| { type: 'object'; properties: Record<string, OutputSchema> }
	| OpenObject;

/** An object whose names belong to the user's app, so that no schema can list them. */
export interface OpenObject {
	type: 'object';
	properties?: Record<string, OutputSchema>;
	additionalProperties: true;
}

const OPEN: OpenObject = { type: 'object', additionalProperties: true };

/** Fields with such objects: the days of a report, events, attributes, variables, … */
const OPEN_FIELDS = new Set([
	'data',
	'devices',
	'events',
	'parameters',
	'states',
	'attributeMappings',
	'userAttributes',
	'vars',
]);

function isNull(schema: OutputSchema | undefined): boolean {
	return schema === undefined || schema.type === 'null';
}

/** One schema for two values in the same place; where they differ in kind, that of the first. */
function merge(a: OutputSchema, b: OutputSchema): OutputSchema {
	if (isNull(a)) return b;
	if (a.type === 'object' && b.type === 'object') {
		if ('additionalProperties' in a || 'additionalProperties' in b) return OPEN;
		const properties = { ...a.properties };
		for (const [name, schema] of Object.entries(b.properties)) {
			const known = properties[name];
			properties[name] = known ? merge(known, schema) : schema;
		}
		return { type: 'object', properties };
	}
	if (a.type === 'array' && b.type === 'array') {
		const items = a.items && b.items ? merge(a.items, b.items) : (a.items ?? b.items);
		return { type: 'array', ...(items ? { items } : {}) };
	}
	return a;
}

/** The schema of some values, with every field that any of them has. */
export function schemaOf(values: readonly unknown[]): OutputSchema {
	return values.map((value) => schemaOfOne(value)).reduce(merge, { type: 'null' });
}

/** @param isOpen whether objects in it have names of the user's own */
function schemaOfOne(value: unknown, isOpen = false): OutputSchema {
	if (Array.isArray(value)) {
		const items = value.map((item) => schemaOfOne(item, isOpen));
		return { type: 'array', ...(items.length > 0 ? { items: items.reduce(merge) } : {}) };
	}
	switch (typeof value) {
		case 'string':
		case 'number':
		case 'boolean':
			return { type: typeof value as 'string' | 'number' | 'boolean' };
		case 'object':
			if (value === null) return { type: 'null' };
			if (isOpen) return OPEN;
			return {
				type: 'object',
				properties: Object.fromEntries(
					Object.entries(value)
						.sort(([a], [b]) => (a < b ? -1 : 1))
						.map(([name, member]) => [name, schemaOfOne(member, OPEN_FIELDS.has(name))]),
				),
			};
		default:
			return { type: 'null' };
	}
}
