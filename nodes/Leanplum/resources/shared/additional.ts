import type { INodeProperties } from 'n8n-workflow';

/** The collection of an operation's optional fields, sorted by label as n8n wants it. */
export function additionalFields(...options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** Whether a field is switched on; AI agents send booleans as text. */
export function isOn(value: unknown): boolean {
	return value === true || value === 'true';
}
