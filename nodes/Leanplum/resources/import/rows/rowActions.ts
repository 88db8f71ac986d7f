import type { INodePropertyOptions } from 'n8n-workflow';
import { choiceField } from '../../../operation/fields/fieldKinds';
import type { ItemInput } from '../../../operation/fields/itemInput';
import type { ActionSpec } from '../../../protocol/action/catalogue';
import { ROW_ACTIONS } from '../../../csv/columns/leanplumNames';

const FROM_COLUMN = 'fromColumn';

const choice = (name: string, value: string, description: string): INodePropertyOptions => ({
	name,
	value,
	description,
});

const CHOICES: readonly INodePropertyOptions[] = [
	choice('Advance State', 'advance', 'Columns userId, state, params.step …'),
	choice('As the Column "action" Says', FROM_COLUMN, 'Each row names its action'),
	choice('Block User', 'block', "Also erases the user's existing data: column userId"),
	choice('Delete User', 'deleteUser', 'Cannot be undone: columns userId, fullErasure'),
	choice('Pause Session', 'pauseSession', 'Column userId'),
	choice('Pause State', 'pauseState', 'Column userId'),
	choice('Register Device', 'registerDevice', 'A test device: columns deviceId, email'),
	choice('Resume Session', 'resumeSession', 'Column userId'),
	choice('Resume State', 'resumeState', 'Column userId'),
	choice('Send Heartbeat', 'heartbeat', 'Keeps a session from ending: column userId'),
	choice('Send Message', 'sendMessage', 'Columns userId, messageId, values.firstName …'),
	choice('Set Device Attributes', 'setDeviceAttributes', 'Columns deviceId, appVersion …'),
	choice(
		'Set Traffic Source',
		'setTrafficSourceInfo',
		'Columns userId, trafficSource.publisherId …',
	),
	choice('Set User Attributes', 'setUserAttributes', 'Columns userId, userAttributes.plan …'),
	choice('Start Campaign', 'startCampaign', 'Columns userId, campaignId, values.firstName …'),
	choice('Start Session', 'start', 'Columns userId, locale, userAttributes.plan …'),
	choice('Stop Session', 'stop', 'Column userId'),
	choice('Track Event', 'track', 'Columns userId, event, value, time, params.color …'),
	choice('Unblock User', 'unblock', 'Column userId'),
];

/** What rows do that do not say it themselves. */
export const defaultActionField = choiceField('Default Action', 'defaultAction', {
	required: true,
	default: 'setUserAttributes',
	description:
		'What each row does, unless the row has its own action in a column named action. Deleting users cannot be undone. If you import events or messages twice, they are sent twice.',
	options: [...CHOICES],
});

/**
 * Reads it.
 *
 * @returns `undefined` when each row is to name its action
 */
export function defaultAction(input: ItemInput): ActionSpec | undefined {
	const chosen = defaultActionField.require(input);
	return ROW_ACTIONS.find(({ action }) => action === chosen);
}
