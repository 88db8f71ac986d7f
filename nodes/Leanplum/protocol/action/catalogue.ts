import type { KeyClass } from './keys';

/**
 * How a parameter is written in JSON. `id` is an integer that Leanplum takes as a string too, which
 * is how it is sent so that no digit is lost; `time` is epoch seconds; `file` exists in multipart
 * bodies only.
 */
export type ParameterType =
	| 'string'
	| 'boolean'
	| 'integer'
	| 'number'
	| 'id'
	| 'time'
	| 'object'
	| 'array'
	| 'file';

export type Parameters = Readonly<Record<string, ParameterType>>;

export type CreateDisposition = 'CreateIfNeeded' | 'CreateNever';

/** One action of Leanplum's API. */
export interface ActionSpec {
	/** The value of Leanplum's `action` argument. */
	readonly action: string;
	/** The only class of key that Leanplum accepts for it. */
	readonly key: KeyClass;
	/** The verb of Leanplum's OpenAPI; the server takes POST for every action (D:making-requests). */
	readonly verb: 'GET' | 'POST';
	/** Whom it acts on: a user (by user id or device id), a device, or the app itself. */
	readonly subject: 'user' | 'device' | 'none';
	/** What Leanplum does with an unknown user when the argument is not sent (D:creating-new-users-with-our-api). */
	readonly createDisposition?: CreateDisposition;
	/**
	 * Whether it may travel inside JSON `multi`: `proven` (recorded, documented or shipped in an
	 * official SDK), `unproven` (nothing forbids it, nobody showed it), `never`.
	 */
	readonly batch: 'proven' | 'unproven' | 'never';
	/** Whether sending it twice has the effect of sending it once, so that a lost reply may be repeated. */
	readonly repeatable: boolean;
	/**
	 * Whether it reaches people or uses up a daily quota, so that it is repeated only when it surely did
	 * not begin.
	 */
	readonly irrevocable?: true;
	/** Whether it removes something, so that finding nothing on a repetition means that it is done. */
	readonly removes?: true;
	/** Whether Leanplum looks up the user, which it bills per distinct user and request (D:billing). */
	readonly billed: boolean;
	/** The arguments of Leanplum's OpenAPI, without appId, clientKey and apiVersion. */
	readonly parameters: Parameters;
	/** Arguments that Leanplum accepts though its OpenAPI leaves them out. */
	readonly undocumented?: Parameters;
	readonly required?: readonly string[];
}

const USER = { userId: 'string', deviceId: 'string' } as const;
const USER_WRITE = { ...USER, createDisposition: 'string', devMode: 'boolean' } as const;

/** The device fields; Huawei's token is sent by the Android SDK only. */
const DEVICE_FIELDS = {
	appVersion: 'string',
	systemName: 'string',
	systemVersion: 'string',
	browserName: 'string',
	browserVersion: 'string',
	deviceName: 'string',
	deviceModel: 'string',
	iosPushToken: 'string',
	gcmRegistrationId: 'string',
	webPushSubscription: 'string',
} as const;
const UNDOCUMENTED_DEVICE_FIELDS = { huaweiPushRegId: 'string' } as const;

export const LOCATION_FIELDS = {
	locale: 'string',
	country: 'string',
	region: 'string',
	city: 'string',
	location: 'string',
	locationAccuracyType: 'string',
	timezone: 'string',
	timezoneOffsetSeconds: 'integer',
} as const;

type SpecBody = Omit<ActionSpec, 'action' | 'parameters'> & { parameters?: Parameters };

/** An action whose name is its key in the catalogue. */
type Definition = SpecBody & { action?: string };

/** A user action with the production key: the bulk of the API. */
function onUser(
	createDisposition: CreateDisposition,
	parameters: Parameters,
	rest: Partial<Definition> = {},
): Definition {
	return {
		key: 'production',
		verb: 'POST',
		subject: 'user',
		createDisposition,
		batch: 'proven',
		repeatable: true,
		billed: true,
		parameters: { ...USER_WRITE, ...parameters },
		...rest,
	};
}

/** An action on the app itself, which neither looks up nor bills a user. */
function onApp(
	key: KeyClass,
	verb: 'GET' | 'POST',
	parameters: Parameters = {},
	rest: Partial<Definition> = {},
): Definition {
	return {
		key,
		verb,
		subject: 'none',
		batch: 'unproven',
		repeatable: true,
		billed: false,
		parameters,
		...rest,
	};
}

const DEFINITIONS = {
	advance: onUser(
		'CreateNever',
		{ state: 'string', info: 'string', params: 'object' },
		{ repeatable: false, required: ['state'] },
	),
	pauseState: onUser('CreateNever', {}),
	resumeState: onUser('CreateNever', {}),
	pauseSession: onUser('CreateNever', {}),
	resumeSession: onUser('CreateNever', {}),
	heartbeat: onUser('CreateNever', {}),
	start: onUser(
		'CreateIfNeeded',
		{
			...DEVICE_FIELDS,
			...LOCATION_FIELDS,
			userAttributes: 'object',
			background: 'boolean',
			includeDefaults: 'boolean',
		},
		{ repeatable: false, undocumented: { time: 'time', ...UNDOCUMENTED_DEVICE_FIELDS } },
	),
	stop: onUser('CreateNever', {}),
	track: onUser(
		'CreateIfNeeded',
		{
			event: 'string',
			value: 'number',
			currencyCode: 'string',
			info: 'string',
			time: 'time',
			params: 'object',
			messageId: 'id',
			disposition: 'string',
		},
		{ repeatable: false, required: ['event'], undocumented: { allowOffline: 'boolean' } },
	),
	setUserAttributes: onUser(
		'CreateIfNeeded',
		{
			...LOCATION_FIELDS,
			userAttributes: 'object',
			userAttributeValuesToAdd: 'object',
			userAttributeValuesToRemove: 'object',
			userAttributeValuesToIncrement: 'object',
			unsubscribeCategoriesToAdd: 'array',
			unsubscribeCategoriesToRemove: 'array',
			unsubscribeChannelsToAdd: 'string',
			unsubscribeChannelsToRemove: 'string',
			newUserId: 'string',
			events: 'object',
			states: 'object',
			created: 'time',
			lastActive: 'time',
			totalSessions: 'integer',
			timeSpentInApp: 'number',
			devices: 'array',
		},
		{ undocumented: { resetAnomalies: 'boolean' } },
	),
	setDeviceAttributes: onUser('CreateIfNeeded', DEVICE_FIELDS, {
		subject: 'device',
		required: ['deviceId'],
		undocumented: UNDOCUMENTED_DEVICE_FIELDS,
	}),
	setTrafficSourceInfo: onUser(
		'CreateIfNeeded',
		{ trafficSource: 'object', time: 'time' },
		{ required: ['trafficSource'] },
	),
	registerDevice: onApp(
		'development',
		'POST',
		{ deviceId: 'string', email: 'string' },
		{ subject: 'device', required: ['deviceId', 'email'] },
	),
	deleteUser: onApp(
		'development',
		'POST',
		{ ...USER, fullErasure: 'boolean' },
		{ subject: 'user', removes: true },
	),
	block: onApp('production', 'POST', { ...USER, devMode: 'boolean' }, { subject: 'user' }),
	unblock: onApp('development', 'POST', { ...USER, devMode: 'boolean' }, { subject: 'user' }),
	getMessage: onApp(
		'contentReadOnly',
		'GET',
		{ id: 'id', includeDrafts: 'boolean' },
		{ required: ['id'] },
	),
	getMessages: onApp('contentReadOnly', 'GET', { includeDrafts: 'boolean', recent: 'boolean' }),
	getUnsubscribeCategories: onApp('contentReadOnly', 'GET'),
	sendMessage: onUser(
		'CreateNever',
		{ messageId: 'id', values: 'object', force: 'boolean' },
		{ repeatable: false, irrevocable: true, required: ['messageId'] },
	),
	addAndroidNotificationChannel: onApp(
		'development',
		'POST',
		{
			id: 'string',
			name: 'string',
			importance: 'integer',
			description: 'string',
			groupId: 'string',
			enableLights: 'boolean',
			lightColor: 'integer',
			enableVibration: 'boolean',
			vibrationPattern: 'array',
			lockscreenVisibility: 'integer',
			bypassDnd: 'boolean',
			showBadge: 'boolean',
			sound: 'string',
			default: 'boolean',
		},
		{ required: ['id', 'name', 'importance'] },
	),
	getAndroidNotificationChannels: onApp('production', 'GET'),
	deleteAndroidNotificationChannel: onApp(
		'development',
		'POST',
		{ channelId: 'string' },
		{ required: ['channelId'], removes: true },
	),
	getAbTest: onApp(
		'contentReadOnly',
		'GET',
		{ id: 'id', includeDrafts: 'boolean' },
		{ required: ['id'] },
	),
	getAbTests: onApp('contentReadOnly', 'GET', { includeDrafts: 'boolean', recent: 'boolean' }),
	getVariant: onApp(
		'contentReadOnly',
		'GET',
		{ id: 'id', includeDrafts: 'boolean' },
		{ required: ['id'] },
	),
	getVars: onUser('CreateNever', { includeDefaults: 'boolean' }, { verb: 'GET' }),
	setVars: onApp(
		'development',
		'POST',
		{ vars: 'object', deviceId: 'string' },
		{ batch: 'proven', required: ['vars'] },
	),
	deleteVars: onApp('development', 'POST', { vars: 'array' }, { required: ['vars'] }),
	downloadFile: onApp(
		'production',
		'GET',
		{ filename: 'string' },
		{ batch: 'never', required: ['filename'] },
	),
	uploadFile: onApp(
		'development',
		'POST',
		{
			data: 'array',
			'file{k}': 'file',
			filename: 'string',
			file: 'file',
			size: 'integer',
			hash: 'string',
		},
		{ batch: 'never' },
	),
	addPostback: onApp(
		'dataExport',
		'POST',
		{ type: 'string', channels: 'array', postbackUrl: 'string' },
		{ repeatable: false, required: ['type', 'postbackUrl'] },
	),
	listPostbacks: onApp('dataExport', 'GET'),
	deletePostback: onApp(
		'dataExport',
		'POST',
		{ postbackId: 'id' },
		{ required: ['postbackId'], removes: true },
	),
	exportData: onApp(
		'dataExport',
		'GET',
		{
			startDate: 'string',
			exportFormat: 'string',
			endDate: 'string',
			startTime: 'time',
			endTime: 'time',
			callbackUrl: 'string',
			s3BucketName: 'string',
			s3AccessId: 'string',
			s3AccessKey: 'string',
			s3ObjectPrefix: 'string',
			compressData: 'boolean',
		},
		{ repeatable: false, irrevocable: true, required: ['startDate'] },
	),
	exportReport: onApp(
		'dataExport',
		'GET',
		{
			startDate: 'string',
			dataType: 'string',
			endDate: 'string',
			abTestId: 'id',
			messageId: 'id',
			bookmarkName: 'string',
			eventNames: 'array',
		},
		{ repeatable: false, irrevocable: true, required: ['startDate', 'dataType'] },
	),
	exportUser: onApp('dataExport', 'GET', USER, { subject: 'user', billed: true }),
	exportUsers: onApp(
		'dataExport',
		'GET',
		{ audienceName: 'string', abTestId: 'id', userAttribute: 'string' },
		{ repeatable: false, irrevocable: true },
	),
	getExportResults: onApp('dataExport', 'GET', { jobId: 'string' }, { required: ['jobId'] }),
	/** JSON `multi`: many actions in one request (D:multi-json); in the docs, not in the OpenAPI. */
	multi: onApp(
		'production',
		'POST',
		{ time: 'time', data: 'array' },
		{ batch: 'never', repeatable: false, required: ['time', 'data'] },
	),
	/** CSV `multi`: an import job, another operation under the same action name. */
	multiCsv: onApp(
		'development',
		'POST',
		{ createJob: 'boolean', gcsBucket: 'string', file: 'string', defaultAction: 'string' },
		{
			action: 'multi',
			batch: 'never',
			repeatable: false,
			required: ['createJob', 'gcsBucket', 'file'],
		},
	),
	getMultiResults: onApp('development', 'GET', { jobId: 'string' }, { required: ['jobId'] }),
	startCampaign: onUser(
		'CreateNever',
		{ campaignId: 'id', values: 'object' },
		{
			key: 'development',
			batch: 'unproven',
			repeatable: false,
			irrevocable: true,
			required: ['campaignId'],
			undocumented: { force: 'boolean' },
		},
	),
	/** How far the app has moved to CleverTap; only SDKs send it (reference A.1). */
	getMigrateState: onApp('production', 'GET', USER, { batch: 'proven' }),
} satisfies Record<string, Definition>;

/** The name of an entry of the catalogue; Leanplum's action name except for `multiCsv`. */
export type ActionName = keyof typeof DEFINITIONS;

function complete(name: ActionName): ActionSpec {
	const definition: Definition = DEFINITIONS[name];
	return {
		...definition,
		action: definition.action ?? name,
		parameters: definition.parameters ?? {},
	};
}

export const ACTION_NAMES = Object.keys(DEFINITIONS) as ActionName[];

/** The 42 operations of Leanplum's OpenAPI, JSON `multi`, and getMigrateState of its SDKs. */
export const CATALOGUE = Object.fromEntries(
	ACTION_NAMES.map((name) => [name, complete(name)]),
) as Readonly<Record<ActionName, ActionSpec>>;

/**
 * Looks an action up by the name that Leanplum gives it.
 *
 * @returns `undefined` for an action that the catalogue does not know
 */
export function findAction(action: string): ActionSpec | undefined {
	const spec = Object.hasOwn(CATALOGUE, action) ? CATALOGUE[action as ActionName] : undefined;
	return spec?.action === action ? spec : undefined;
}
