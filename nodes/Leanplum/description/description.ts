import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { hintFor, noticesFor } from './notices';
import { propertyOf, type Shown } from '../operation/fields/field';
import { sortedByLabel } from '../operation/fields/fieldKinds';
import {
	isPreviewable,
	isTask,
	offersPreview,
	type Operation,
	type Resource,
} from '../operation/operation';
import { sharedOptions } from '../operation/fields/options';
import { CATALOGUE } from '../protocol/action/catalogue';

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

/** What an operation does with the shared options; of an action that the user names, anything. */
function needsOf(operation: Operation) {
	const spec = operation.sends === undefined ? undefined : CATALOGUE[operation.sends];
	const changes = isPreviewable(operation);
	const sendsCalls = offersPreview(operation) && operation.sends !== 'uploadFile';
	return {
		canBeSkipped:
			spec === undefined || (spec.subject !== 'none' && (!isTask(operation) || sendsCalls)),
		canShareRequests: spec === undefined || spec.batch === 'proven',
		changesValues: changes,
		// Attributes may be incremented.
		mustNotRepeat: sendsCalls && (!spec?.repeatable || operation.sends === 'setUserAttributes'),
		offersPreview: offersPreview(operation),
		offersSendOnce: !isTask(operation) && operation.offersSendOnce === true,
	};
}

function optionsOf(operation: Operation): INodeProperties {
	const { usual, aboutRequests } = sharedOptions(needsOf(operation));
	const own = [...usual, ...(operation.options ?? [])];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [...sortedByLabel(own), ...sortedByLabel(aboutRequests)],
	};
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

/** The fields of an operation, with what it needs and costs below the first that has no hint of its own. */
function withHint(operation: Operation): INodeProperties[] {
	const properties = operation.fields.map(propertyOf);
	const hint = hintFor(operation);
	const first = properties.findIndex((property) => property.hint === undefined);
	return properties.map((property, index) =>
		hint !== undefined && index === first ? { ...property, hint } : property,
	);
}

/**
 * The node's fields: Resource, Operation, and for each operation its own fields and Options.
 */
export function describe(resources: readonly Resource[], initial: string): INodeProperties[] {
	const ofEach = (fieldsOf: (operation: Operation) => INodeProperties[]) =>
		resources.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				fieldsOf(operation).map((field) => belongingTo(resource, operation, field)),
			),
		);
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
		...ofEach((operation) => [...noticesFor(operation), ...withHint(operation)]),
		// Last for each operation, and next to each other, where the package is 5 KB smaller.
		...ofEach((operation) => [optionsOf(operation)]),
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
