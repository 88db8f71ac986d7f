import type { CallOperation, Resource } from '../../operation/operation';
import { isBlank, type ItemInput } from '../../operation/itemInput';
import type { ActionSpec } from '../../protocol/action/catalogue';
import { findAction } from '../../protocol/action/catalogue';
import type { JsonObject } from '../../protocol/basics/json';
import type { KeyClass } from '../../protocol/action/keys';
import { isOn } from '../shared/additional';

const KEY_CLASSES: readonly KeyClass[] = [
	'contentReadOnly',
	'dataExport',
	'development',
	'production',
];

/** What travels with every request and is not the user's to give. */
const RESERVED = new Set(['action', 'appid', 'clientkey', 'apiversion', 'reqid']);

/** Actions that neither take nor give JSON alone. */
const WITH_FILES: Readonly<Record<string, string>> = {
	downloadFile: 'File → Download',
	uploadFile: 'File → Upload',
};

function actionName(input: ItemInput): string {
	const action = input.value('leanplumAction');
	return typeof action === 'string' ? action.trim() : '';
}

function keyOf(input: ItemInput): KeyClass | undefined {
	const key = input.value('key');
	return KEY_CLASSES.find((keyClass) => keyClass === key);
}

const callAction: CallOperation = {
	value: 'callAction',
	name: 'Call Action',
	action: 'Call any Leanplum action',
	description: 'Send an action that has no operation of its own, or is newer than this node',
	sends: 'track',
	fields: [
		{
			displayName: 'Action',
			name: 'leanplumAction',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. getMigrateState',
			description: 'The name of the action in the Leanplum API',
		},
		{
			displayName: 'Key',
			name: 'key',
			type: 'options',
			required: true,
			default: 'automatic',
			description: 'Which key of the credential to use',
			options: [
				{
					name: 'Automatic',
					value: 'automatic',
					description: 'The one that Leanplum documents for the action',
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
		},
		{
			displayName: 'Arguments (JSON)',
			name: 'argumentsJson',
			type: 'json',
			required: true,
			default: '{}',
			placeholder: 'e.g. {"userId": "customer-42"}',
			description: 'The arguments of the action as a JSON object, without App ID and key',
		},
	],
	options: [
		{
			displayName: 'May Share Requests',
			name: 'mayShareRequests',
			type: 'boolean',
			default: false,
			description: 'Whether items may travel together in one request, for actions that allow it',
		},
		{
			displayName: 'Safe to Repeat',
			name: 'safeToRepeat',
			type: 'boolean',
			default: false,
			description:
				'Whether sending the action twice does no more than sending it once, so that it is repeated when the reply is lost',
		},
	],

	toArgs(input) {
		if (isBlank(actionName(input))) input.refuse('Action', 'is empty');
		if (actionName(input) === 'multi') {
			input.refuse('Action', '"multi" is what the node itself makes of several items');
		}
		const special = WITH_FILES[actionName(input)];
		if (special) input.refuse('Action', `works with files: use ${special} instead`);
		const args = input.object('Arguments (JSON)', input.value('argumentsJson')) ?? {};
		for (const name of Object.keys(args)) {
			if (RESERVED.has(name.toLowerCase()))
				input.refuse(`Arguments (JSON) "${name}"`, 'is added by the node');
		}
		return args as JsonObject;
	},

	toKey: keyOf,

	toSpec(input): ActionSpec {
		const options = input.collection('options');
		const action = actionName(input);
		const known = findAction(action);
		if (!known && keyOf(input) === undefined && input.problems.length === 0) {
			input.refuse(
				'Key',
				`must be chosen, because the action "${action}" is not known to this node`,
			);
		}
		return {
			action,
			key: known?.key ?? 'production',
			verb: 'POST',
			subject: 'none',
			batch: known?.batch !== 'never' && isOn(options.mayShareRequests) ? 'proven' : 'never',
			repeatable: isOn(options.safeToRepeat) || (known?.repeatable ?? false),
			billed: known?.billed ?? true,
			parameters: known?.parameters ?? {},
		};
	},
};

export const custom: Resource = {
	value: 'custom',
	name: 'Custom',
	operations: [callAction],
};
