import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { noticesFor } from './notices';
import { propertyOf, type Shown } from '../operation/field';
import { collectionProperty } from '../operation/fieldKinds';
import {
	isPreviewable,
	isTask,
	offersPreview,
	type Operation,
	type Resource,
} from '../operation/operation';
import {
	COMMON_OPTIONS,
	IF_EMPTY_OPTION,
	PREVIEW_OPTION,
	SEND_ONCE_OPTIONS,
} from '../operation/options';

function shownFor(resource: Resource, operation: Operation): NonNullable<IDisplayOptions['show']> {
	return { resource: [resource.value], operation: [operation.value] };
}

/** A field of an operation, shown only for it. */
function belongingTo(resource: Resource, operation: Operation, shown: Shown): INodeProperties {
	const field = propertyOf(shown);
	return {
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { ...shownFor(resource, operation), ...field.displayOptions?.show },
		},
	};
}

function optionsOf(operation: Operation): INodeProperties {
	const once = !isTask(operation) && operation.offersSendOnce ? SEND_ONCE_OPTIONS : [];
	const preview = offersPreview(operation) ? [PREVIEW_OPTION] : [];
	const ifEmpty = isPreviewable(operation) ? [IF_EMPTY_OPTION] : [];
	const options = [
		...COMMON_OPTIONS,
		...ifEmpty,
		...preview,
		...once,
		...(operation.options ?? []),
	];
	return collectionProperty('Options', 'options', options, { placeholder: 'Add Option' });
}

function operationField(resource: Resource): INodeProperties {
	const choices: INodePropertyOptions[] = resource.operations.map(
		({ name, value, action, description }) => ({ name, value, action, description }),
	);
	const initial = choices[0]!.value;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		default: initial,
		options: choices,
	};
}

/**
 * The node's fields: Resource, Operation, and for each operation its own fields and Options.
 */
export function describe(resources: readonly Resource[], initial: string): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			default: initial,
			options: resources.map(({ name, value }) => ({ name, value })),
		},
		...resources.map(operationField),
		...resources.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				[...noticesFor(operation), ...operation.fields, optionsOf(operation)].map((field) =>
					belongingTo(resource, operation, field),
				),
			),
		),
	];
}

/** An expression that says resource and operation by their labels, for example "Message: Send". */
export function subtitleFor(resources: readonly Resource[]): string {
	const labels = Object.fromEntries(
		resources.flatMap(({ value, name, operations }) =>
			operations.map((operation) => [`${value}:${operation.value}`, `${name}: ${operation.name}`]),
		),
	);
	// One object without others inside: two closing braces would end the expression.
	const key = '$parameter["resource"] + ":" + $parameter["operation"]';
	return `={{ (${JSON.stringify(labels)})[${key}] }}`;
}

/** Finds an operation by the stored values of the two drop-downs. */
export function findOperation(
	resources: readonly Resource[],
	resource: unknown,
	operation: unknown,
): Operation | undefined {
	return resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
}
