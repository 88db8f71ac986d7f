import { AB_TEST_ACTIONS } from '../actions/ab-tests.mjs';
import { CAMPAIGN_ACTIONS } from '../actions/campaigns.mjs';
import { CHANNEL_ACTIONS } from '../actions/channels.mjs';
import { DEVICE_ACTIONS } from '../actions/devices.mjs';
import { EXPORT_USER_ACTIONS } from '../actions/export-user.mjs';
import { EXPORT_ACTIONS } from '../actions/exports.mjs';
import { FILE_ACTIONS } from '../actions/files.mjs';
import { IMPORT_ACTIONS } from '../actions/imports.mjs';
import { MESSAGE_ACTIONS } from '../actions/messages.mjs';
import { POSTBACK_ACTIONS } from '../actions/postbacks.mjs';
import { PRIVACY_ACTIONS } from '../actions/privacy.mjs';
import { SEND_MESSAGE_ACTIONS } from '../actions/send-message.mjs';
import { SESSION_ACTIONS } from '../actions/sessions.mjs';
import { USER_ATTRIBUTE_ACTIONS } from '../actions/set-user-attributes.mjs';
import { STATE_ACTIONS } from '../actions/states.mjs';
import { TRACK_ACTIONS } from '../actions/track.mjs';
import { TRAFFIC_SOURCE_ACTIONS } from '../actions/traffic-source.mjs';
import { VARIABLE_ACTIONS } from '../actions/variables.mjs';
import type { Action } from './action.mjs';

/** Every action the sandbox carries out, by name. `multi` here is its CSV form. */
export const CATALOGUE: ReadonlyMap<string, Action> = new Map(
	[
		...STATE_ACTIONS,
		...SESSION_ACTIONS,
		...TRACK_ACTIONS,
		...USER_ATTRIBUTE_ACTIONS,
		...DEVICE_ACTIONS,
		...TRAFFIC_SOURCE_ACTIONS,
		...PRIVACY_ACTIONS,
		...MESSAGE_ACTIONS,
		...SEND_MESSAGE_ACTIONS,
		...CHANNEL_ACTIONS,
		...AB_TEST_ACTIONS,
		...VARIABLE_ACTIONS,
		...FILE_ACTIONS,
		...POSTBACK_ACTIONS,
		...EXPORT_USER_ACTIONS,
		...EXPORT_ACTIONS,
		...IMPORT_ACTIONS,
		...CAMPAIGN_ACTIONS,
	].map((action) => [action.name, action]),
);
