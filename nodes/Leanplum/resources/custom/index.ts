import type { CallOperation, Resource } from '../../operation/operation';
import { choiceField, jsonField, textField, yesNoField } from '../../operation/fields/fieldKinds';
import { createCall } from '../../protocol/action/call';
import { findAction, type ActionSpec } from '../../protocol/action/catalogue';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { JsonObject } from '../../protocol/basics/json';
import { customArguments } from './customArguments';
import type { KeyClass } from '../../protocol/action/keys';

/** What travels with every request and is not the user's to give. */
const RESERVED = new Set(['action', 'appid', 'clientkey', 'apiversion', 'reqid']);

/** Actions that neither take nor give JSON alone. */
const WITH_FILES: Readonly<Record<string, string>> = {
	downloadFile: 'File → Download',
	uploadFile: 'File → Upload',
};

const actionField = textField('Action', 'leanplumAction', {
	required: true,
	placeholder: 'e.g. getMigrateState',
	description: 'The name of the action in the Leanplum API',
});

const keyField = choiceField<KeyClass | 'automatic'>('Key', 'key', {
	required: true,
	default: 'automatic',
	description: 'Which key of the credential to use',
	options: [
		{
			name: 'Automatic',
			value: 'automatic',
			description: 'The key that Leanplum documents for this action',
		},
		{ name: 'Client Key', value: 'production', description: 'Users, events, messages' },
		{
			name: 'Content Read-Only Key',
			value: 'contentReadOnly',
			description: 'Reading messages and tests',
		},
		{ name: 'Data Export Key', value: 'dataExport', description: 'Exports and postbacks' },
		{
			name: 'Development Key',
			value: 'development',
			description: 'Deleting users, variables, files',
		},
	],
});

const argumentsField = jsonField('Arguments (JSON)', 'argumentsJson', {
	required: true,
	placeholder: 'e.g. {"userId": "customer-42"}',
	description:
		"The action's arguments as a JSON object. The App ID and key are added automatically.",
});

const mayShareRequests = yesNoField('Allow Batching', 'mayShareRequests', {
	description:
		'Whether multiple items can share one request. Turn on only if the action supports it.',
});

const safeToRepeat = yesNoField('Safe to Retry', 'safeToRepeat', {
	description:
		'Whether the action is safe to run twice. If on, it is retried when the response is lost.',
});

/** What is taken of an action that the catalog does not have, besides what the user says of it. */
const UNKNOWN_ACTION = { key: 'production', billed: true, parameters: {} } as const;

function readAction(input: ItemInput): string {
	const action = actionField.require(input)?.trim() ?? '';
	if (action === 'multi') {
		actionField.refuse(input, 'can\'t be "multi". The node batches items automatically');
	}
	const special = WITH_FILES[action];
	if (special) actionField.refuse(input, `works with files. Use ${special} instead`);
	return action;
}

function readArguments(input: ItemInput, known: ActionSpec | undefined): JsonObject {
	const given = argumentsField.read(input) ?? {};
	const args = customArguments(input, argumentsField.label, given, known);
	for (const name of Object.keys(args)) {
		if (RESERVED.has(name.toLowerCase())) {
			input.refuse(`${argumentsField.label} "${name}"`, 'is added automatically');
		}
	}
	return args;
}

/** @returns `undefined` for the key that the catalog has for the action */
function readKey(input: ItemInput, action: string, isKnown: boolean): KeyClass | undefined {
	const chosen = keyField.readOrDefault(input);
	if (chosen !== 'automatic') return chosen;
	if (!isKnown && input.problems.length === 0) {
		keyField.refuse(
			input,
			`must be selected, because this node doesn't know the action "${action}"`,
		);
	}
	return undefined;
}

const callAction: CallOperation = {
	value: 'callAction',
	name: 'Call Action',
	action: 'Call any Leanplum API action',
	description: 'Call an API action that has no operation in this node',
	fields: [actionField, keyField, argumentsField],
	options: [mayShareRequests, safeToRepeat],

	prepare(input) {
		const options = input.inside('options');
		const action = readAction(input);
		const known = findAction(action);
		const args = readArguments(input, known);
		const key = readKey(input, action, known !== undefined);
		const isBatchable = known?.batch !== 'never' && mayShareRequests.read(options) === true;
		const { key: usualKey, billed, parameters } = known ?? UNKNOWN_ACTION;
		const spec: ActionSpec = {
			action,
			key: usualKey,
			billed,
			parameters,
			verb: 'POST',
			subject: 'none',
			batch: isBatchable ? 'proven' : 'never',
			repeatable: safeToRepeat.read(options) || known?.repeatable === true,
		};
		return { call: createCall(spec, args, key) };
	},
};

export const custom: Resource = {
	value: 'custom',
	name: 'Custom',
	operations: [callAction],
};
