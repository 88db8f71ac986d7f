import type { INodeProperties } from 'n8n-workflow';
import type { Shown } from '../../../operation/fields/field';
import { collectionProperty } from '../../../operation/fields/fieldKinds';

/** The collection of an operation's optional fields. */
export function additionalFields(...fields: Shown[]): INodeProperties {
	return collectionProperty('Additional Fields', 'additionalFields', fields, {
		placeholder: 'Add Field',
	});
}
