import { AB_TEST_ACTIONS } from './ab-tests.mjs';
import { CAMPAIGN_ACTIONS } from './campaigns.mjs';
import { CHANNEL_ACTIONS } from './channels.mjs';
import { DEVICE_ACTIONS } from './devices.mjs';
import { EXPORT_USER_ACTIONS } from './export-user.mjs';
import { EXPORT_ACTIONS } from './exports.mjs';
import { FILE_ACTIONS } from './files.mjs';
import { IMPORT_ACTIONS } from './imports.mjs';
import { LOG_ACTIONS } from './log.mjs';
import { MESSAGE_ACTIONS } from './messages.mjs';
import { MIGRATION_ACTIONS } from './migration.mjs';
import { NEWSFEED_ACTIONS } from './newsfeed.mjs';
import { POSTBACK_ACTIONS } from './postbacks.mjs';
import { PRIVACY_ACTIONS } from './privacy.mjs';
import { SEND_MESSAGE_ACTIONS } from './send-message.mjs';
import { SESSION_ACTIONS } from './sessions.mjs';
import { USER_ATTRIBUTE_ACTIONS } from './set-user-attributes.mjs';
import { STATE_ACTIONS } from './states.mjs';
import { TRACK_ACTIONS } from './track.mjs';
import { TRAFFIC_SOURCE_ACTIONS } from './traffic-source.mjs';
import { VARIABLE_ACTIONS } from './variables.mjs';
import { register } from '../leanplum/catalogue.mjs';

// Importing this file is what fills the catalogue.
register(
	STATE_ACTIONS,
	SESSION_ACTIONS,
	TRACK_ACTIONS,
	USER_ATTRIBUTE_ACTIONS,
	DEVICE_ACTIONS,
	TRAFFIC_SOURCE_ACTIONS,
	PRIVACY_ACTIONS,
	MESSAGE_ACTIONS,
	SEND_MESSAGE_ACTIONS,
	CHANNEL_ACTIONS,
	AB_TEST_ACTIONS,
	VARIABLE_ACTIONS,
	FILE_ACTIONS,
	POSTBACK_ACTIONS,
	EXPORT_USER_ACTIONS,
	EXPORT_ACTIONS,
	IMPORT_ACTIONS,
	CAMPAIGN_ACTIONS,
	NEWSFEED_ACTIONS,
	MIGRATION_ACTIONS,
	LOG_ACTIONS,
);
