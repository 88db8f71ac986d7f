/** A JSON schema as n8n's editor reads it to offer fields before the first run. */
export type OutputSchema =
	| { type: 'string' | 'number' | 'boolean' | 'null' }
	| { type: 'array'; items?: OutputSchema }
	| { type: 'object'; properties: Record<string, OutputSchema> };

function isNull(schema: OutputSchema | undefined): boolean {
	return schema === undefined || schema.type === 'null';
}

/** One schema for two values in the same place; where they differ in kind, that of the first. */
function merge(a: OutputSchema, b: OutputSchema): OutputSchema {
	if (isNull(a)) return b;
	if (a.type === 'object' && b.type === 'object') {
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
	return values.map(schemaOfOne).reduce(merge, { type: 'null' });
}

function schemaOfOne(value: unknown): OutputSchema {
	if (Array.isArray(value)) {
		return { type: 'array', ...(value.length > 0 ? { items: schemaOf(value) } : {}) };
	}
	switch (typeof value) {
		case 'string':
		case 'number':
		case 'boolean':
			return { type: typeof value as 'string' | 'number' | 'boolean' };
		case 'object':
			if (value === null) return { type: 'null' };
			return {
				type: 'object',
				properties: Object.fromEntries(
					Object.entries(value)
						.sort(([a], [b]) => a.localeCompare(b))
						.map(([name, member]) => [name, schemaOfOne(member)]),
				),
			};
		default:
			return { type: 'null' };
	}
}
