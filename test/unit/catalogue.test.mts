import {
	ACTION_NAMES,
	CATALOGUE,
	findAction,
	type ActionName,
	type ActionSpec,
	type ParameterType,
} from '../../nodes/Leanplum/protocol/action/catalogue';
import openApi from '../fixtures/leanplum-openapi-digest.json';

/** One parameter as the digest of Leanplum's OpenAPI describes it. */
interface ParameterFacts {
	type: string;
	format?: string;
	enum?: string[];
	default?: unknown;
	required: boolean;
}

interface OperationFacts {
	verb: string;
	parameters: Record<string, ParameterFacts>;
}

const OPERATIONS = Object.entries(openApi.operations) as Array<[string, OperationFacts]>;

/** Added to every request by the credential, so no entry of the catalogue lists them. */
const IDENTITY = ['appId', 'clientKey', 'apiVersion'];

/** Leanplum's OpenAPI knows only the CSV form of `multi`. */
function entryOf(action: string): ActionSpec {
	return CATALOGUE[(action === 'multi' ? 'multiCsv' : action) as ActionName];
}

/** The arguments of an operation that a caller gives. */
function argumentsOf(facts: OperationFacts): Array<[string, ParameterFacts]> {
	return Object.entries(facts.parameters).filter(([name]) => !IDENTITY.includes(name));
}

/**
 * How a parameter of the OpenAPI must be written in JSON. Objects are typed as strings there, with
 * their JSON form as format; ids are integers that may exceed what JSON numbers hold; times are plain
 * numbers that the reference (A.2–A.8) explains as epoch seconds.
 */
function expectedType(name: string, { type, format }: ParameterFacts): ParameterType {
	if (format === 'binary') return 'file';
	if (format === 'object' || type === 'object') return 'object';
	if (type === 'string' || type === 'boolean' || type === 'array') return type;
	expect(type).toBe('number');
	if (/(^id|Id)$/.test(name)) return 'id';
	if (/^(created|lastActive|time|startTime|endTime)$/.test(name)) return 'time';
	return format === 'integer' ? 'integer' : 'number';
}

describe('the catalogue against the OpenAPI', () => {
	it('is held against all 42 operations', () => {
		expect(OPERATIONS).toHaveLength(42);
	});

	it('holds each operation once and besides them only JSON multi and an action of the SDKs', () => {
		const inOpenApi = OPERATIONS.map(([action]) => (action === 'multi' ? 'multiCsv' : action));
		expect([...ACTION_NAMES].sort()).toEqual([...inOpenApi, 'multi', 'getMigrateState'].sort());
	});

	describe.each(OPERATIONS)('%s', (action, facts) => {
		const entry = entryOf(action);

		it('goes out under its own action name and verb', () => {
			expect(entry.action).toBe(action);
			expect(entry.verb).toBe(facts.verb);
		});

		it('has exactly the documented parameters, each of the documented type', () => {
			const expected = argumentsOf(facts).map(([name, parameter]) => [
				name,
				expectedType(name, parameter),
			]);
			expect(entry.parameters).toEqual(Object.fromEntries(expected));
		});

		it('requires what is documented as required', () => {
			// The two forms of an upload exclude each other, though both are marked required (reference §8
			// no. 13).
			const justified = action === 'uploadFile' ? ['data', 'file{k}'] : [];
			// A user is named by either id (reference §8 no. 2).
			if (entry.subject === 'user') justified.push('userId');
			const required = argumentsOf(facts)
				.filter(([name, parameter]) => parameter.required && !justified.includes(name))
				.map(([name]) => name);
			expect([...(entry.required ?? [])].sort()).toEqual(required.sort());
		});

		it('acts on a user or device where the OpenAPI requires one', () => {
			const { userId, deviceId } = facts.parameters;
			const subject = userId?.required ? 'user' : deviceId?.required ? 'device' : 'none';
			expect(entry.subject).toBe(subject);
		});

		it('has the documented default for users that do not exist', () => {
			const { createDisposition } = facts.parameters;
			expect(entry.createDisposition).toBe(createDisposition?.default);
		});

		it('needs the class of key that the example key belongs to', () => {
			const classes: Record<string, string> = {
				YOUR_PROD_KEY: 'production',
				YOUR_DEV_KEY: 'development',
				YOUR_DATA_EXPORT_KEY: 'dataExport',
				YOUR_CONTENT_KEY: 'contentReadOnly',
			};
			const placeholder = String(facts.parameters.clientKey?.default);
			expect(entry.key).toBe(classes[placeholder]);
		});

		it('lists as undocumented only what the OpenAPI leaves out', () => {
			const undocumented = Object.keys(entry.undocumented ?? {});
			expect(undocumented.filter((name) => name in facts.parameters)).toEqual([]);
		});
	});
});

/** Reference A.0: action → key (P, D, X, R) and column "In JSON multi" (✔ or ◇ yes, △ unproven, ✘ no). */
const PAGE_ONE: Record<ActionName, [key: string, inMulti: string]> = {
	advance: ['P', 'yes'],
	pauseState: ['P', 'yes'],
	resumeState: ['P', 'yes'],
	pauseSession: ['P', 'yes'],
	resumeSession: ['P', 'yes'],
	heartbeat: ['P', 'yes'],
	start: ['P', 'yes'],
	stop: ['P', 'yes'],
	track: ['P', 'yes'],
	setUserAttributes: ['P', 'yes'],
	setDeviceAttributes: ['P', 'yes'],
	setTrafficSourceInfo: ['P', 'yes'],
	registerDevice: ['D', 'unproven'],
	// Documented for CSV only.
	deleteUser: ['D', 'unproven'],
	block: ['P', 'unproven'],
	// The older Postman collection says P; the OpenAPI is newer (reference §8 no. 4).
	unblock: ['D', 'unproven'],
	getMessage: ['R', 'unproven'],
	getMessages: ['R', 'unproven'],
	getUnsubscribeCategories: ['R', 'unproven'],
	sendMessage: ['P', 'yes'],
	addAndroidNotificationChannel: ['D', 'unproven'],
	getAndroidNotificationChannels: ['P', 'unproven'],
	deleteAndroidNotificationChannel: ['D', 'unproven'],
	getAbTest: ['R', 'unproven'],
	getAbTests: ['R', 'unproven'],
	getVariant: ['R', 'unproven'],
	getVars: ['P', 'yes'],
	setVars: ['D', 'yes'],
	deleteVars: ['D', 'unproven'],
	downloadFile: ['P', 'no'],
	uploadFile: ['D', 'no'],
	addPostback: ['X', 'unproven'],
	listPostbacks: ['X', 'unproven'],
	deletePostback: ['X', 'unproven'],
	exportData: ['X', 'unproven'],
	exportReport: ['X', 'unproven'],
	exportUser: ['X', 'unproven'],
	exportUsers: ['X', 'unproven'],
	getExportResults: ['X', 'unproven'],
	multi: ['P', 'no'],
	multiCsv: ['D', 'no'],
	getMultiResults: ['D', 'unproven'],
	startCampaign: ['D', 'unproven'],
	getMigrateState: ['P', 'yes'],
};

/** Reference §1.8: sending these twice may do something twice, or cost quota. */
const UNSAFE_TO_REPEAT = [
	'track',
	'advance',
	'start',
	'sendMessage',
	'startCampaign',
	'addPostback',
	'exportData',
	'exportReport',
	'exportUsers',
	'multiCsv',
	// Safe or not by what it carries.
	'multi',
];

/** Reference A.10, column "Billable"; what is only guessed there (△) counts as unbilled, exportUser apart. */
const BILLED = [
	'advance',
	'pauseState',
	'resumeState',
	'pauseSession',
	'resumeSession',
	'heartbeat',
	'stop',
	'start',
	'track',
	'setUserAttributes',
	'setDeviceAttributes',
	'setTrafficSourceInfo',
	'sendMessage',
	'getVars',
	'exportUser',
	'startCampaign',
];

describe('the catalogue against the reference', () => {
	const key = { P: 'production', D: 'development', X: 'dataExport', R: 'contentReadOnly' } as const;
	const batch = { yes: 'proven', unproven: 'unproven', no: 'never' } as const;

	it.each(Object.entries(PAGE_ONE))('%s has the key %s and place in a batch', (name, expected) => {
		const entry = CATALOGUE[name as ActionName];
		expect(entry.key).toBe(key[expected[0] as keyof typeof key]);
		expect(entry.batch).toBe(batch[expected[1] as keyof typeof batch]);
	});

	it('may repeat exactly the actions that do no harm when done twice', () => {
		const unsafe = ACTION_NAMES.filter((name) => !CATALOGUE[name].repeatable);
		expect(unsafe.sort()).toEqual([...UNSAFE_TO_REPEAT].sort());
	});

	it('knows the removals, which find nothing when they are repeated', () => {
		const removals = ACTION_NAMES.filter((name) => CATALOGUE[name].removes);
		expect(removals.sort()).toEqual([
			'deleteAndroidNotificationChannel',
			'deletePostback',
			'deleteUser',
		]);
	});

	it('says which actions look up users, which Leanplum bills', () => {
		const carriers = ['multi', 'multiCsv'];
		const billed = ACTION_NAMES.filter(
			(name) => CATALOGUE[name].billed && !carriers.includes(name),
		);
		expect(billed.sort()).toEqual([...BILLED].sort());
	});

	it('accepts what recordings and SDKs send though the OpenAPI leaves it out', () => {
		const undocumented = ACTION_NAMES.flatMap((name) => {
			const parameters = CATALOGUE[name].undocumented;
			return parameters ? [[name, parameters]] : [];
		});
		expect(Object.fromEntries(undocumented)).toEqual({
			start: { time: 'time', huaweiPushRegId: 'string' },
			track: { allowOffline: 'boolean' },
			setUserAttributes: { resetAnomalies: 'boolean' },
			setDeviceAttributes: { huaweiPushRegId: 'string' },
			startCampaign: { force: 'boolean' },
		});
	});

	it('gives JSON multi the two arguments of its documentation', () => {
		expect(CATALOGUE.multi).toMatchObject({
			action: 'multi',
			verb: 'POST',
			subject: 'none',
			parameters: { time: 'time', data: 'array' },
			required: ['time', 'data'],
		});
	});
});

describe('looking up an action', () => {
	it('finds an action by the name that Leanplum gives it', () => {
		expect(findAction('track')).toBe(CATALOGUE.track);
		expect(findAction('multi')).toBe(CATALOGUE.multi);
	});

	it.each(['', 'Track', 'getNewsfeedMessages', 'constructor', '__proto__'])(
		'knows no action "%s"',
		(action) => {
			expect(findAction(action)).toBeUndefined();
		},
	);

	it('knows no action by a name that only the catalogue uses', () => {
		expect(findAction('multiCsv')).toBeUndefined();
	});
});
