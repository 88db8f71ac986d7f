import type { Resource } from '../operation/operation';
import { abTest } from './abTest';
import { androidChannel } from './androidChannel';
import { app } from './app';
import { campaign } from './campaign';
import { custom } from './custom';
import { device } from './device';
import { event } from './event';
import { exportResource } from './export';
import { file } from './file';
import { importResource } from './import';
import { message } from './message';
import { postback } from './postback';
import { session } from './session';
import { state } from './state';
import { unsubscribeCategory } from './unsubscribeCategory';
import { user } from './user';
import { variable } from './variable';
import { variant } from './variant';

/** Every resource of the node, in the order of their labels. */
export const RESOURCES: readonly Resource[] = [
	abTest,
	androidChannel,
	app,
	campaign,
	custom,
	device,
	event,
	exportResource,
	file,
	importResource,
	message,
	postback,
	session,
	state,
	unsubscribeCategory,
	user,
	variable,
	variant,
];
