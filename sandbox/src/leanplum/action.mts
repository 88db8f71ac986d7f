import { z } from 'zod';
import type { JobResult } from '../jobs/jobs.mjs';
import type { KeyClass } from '../basics/keys.mjs';
import type { App } from '../model/app.mjs';
import type { User } from '../model/user.mjs';
import { CREATE_DISPOSITION, DEV_MODE, USER } from './arguments.mjs';
import { failed, missingArgument, userNotFound, type ActionResult } from './result.mjs';
import { isInvalid, TEXT } from './texts.mjs';

export type CreateDisposition = 'CreateIfNeeded' | 'CreateNever';

/** Arguments as received: JSON values or text, nulls left out. */
export type RawArguments = Readonly<Record<string, unknown>>;

/** A file part of a multipart body. */
export interface UploadedPart {
	/** Name of the form field: `file`, `file0`, … */
	field: string;
	content: Buffer;
}

/** What a request has besides arguments. */
export interface RequestExtras {
	/** Files of a multipart body. */
	parts: readonly UploadedPart[];
	/** A body of CSV. */
	csv: string | undefined;
	/** Carries out the rows of a CSV import; the result is what getMultiResults tells. */
	importCsv(csv: string, defaultAction: string | undefined): JobResult | undefined;
}

/** The circumstances in which an action runs. */
export interface Circumstances {
	app: App;
	/** Epoch seconds on the app's clock. */
	now: number;
	/** Part of a JSON multi (or CSV import) rather than a request of its own. */
	batched: boolean;
	/** Came with `devMode=true`: "developer activity". */
	developer: boolean;
	/** The item's `time` on the server's clock, epoch seconds; see `time-correction.mts`. */
	time: number | undefined;
	extras: RequestExtras;
}

/** An action as the server carries it out. */
export interface Action {
	name: string;
	/** The class of key that the action needs (A.0). */
	key: KeyClass;
	/** Names of all arguments that the action knows, without the envelope. */
	parameters: readonly string[];
	/** Whether it acts for a user: then it counts as a lookup, and only one may run at a time. */
	forUser: boolean;
	/** Whether its lookup is billed; deleteUser is exempt (D:billing). */
	billable: boolean;
	/** Whether it may be an item of a JSON multi. */
	batchable: boolean;
	/** Arguments that make it need the development key (`resetAnomalies`, recorded). */
	needsDevelopmentKey(raw: RawArguments): boolean;
	invoke(raw: RawArguments, circumstances: Circumstances): ActionResult;
}

type Shape = z.ZodRawShape;
type Parsed<S extends Shape> = z.output<z.ZodObject<S>>;

interface Definition<S extends Shape> {
	name: string;
	key: KeyClass;
	args: S;
	billable?: boolean;
	batchable?: boolean;
	needsDevelopmentKey?(raw: RawArguments): boolean;
}

function badArguments(error: z.ZodError, raw: RawArguments): ActionResult {
	const name = String(error.issues[0]?.path[0] ?? 'arguments');
	return raw[name] === undefined ? missingArgument(name) : failed(400, isInvalid(name));
}

function describe<S extends Shape>(
	definition: Definition<S>,
	args: Shape,
	forUser: boolean,
): Omit<Action, 'invoke'> {
	return {
		name: definition.name,
		key: definition.key,
		parameters: Object.keys(args),
		forUser,
		billable: forUser && definition.billable !== false,
		batchable: definition.batchable !== false,
		needsDevelopmentKey: definition.needsDevelopmentKey ?? (() => false),
	};
}

/** An action on the app, or one that finds its user by rules of its own. */
export function appAction<S extends Shape>(
	definition: Definition<S> & {
		forUser?: boolean;
		run(args: Parsed<S>, circumstances: Circumstances): ActionResult;
	},
): Action {
	const schema = z.object(definition.args);
	return {
		...describe(definition, definition.args, definition.forUser === true),
		invoke(raw, circumstances) {
			const parsed = schema.safeParse(raw);
			if (!parsed.success) return badArguments(parsed.error, raw);
			return definition.run(parsed.data, circumstances);
		},
	};
}

type UserArguments = typeof USER & typeof CREATE_DISPOSITION & typeof DEV_MODE;

/** What a user action gets: its circumstances and its user. */
export interface UserCircumstances extends Circumstances {
	user: User;
	/** The device the call named, if any. */
	deviceId: string | undefined;
}

/**
 * The error of a call that names no user: recorded in 2015 with 404, 400 by SBX's later mapping.
 */
export const noUser = (app: App): ActionResult =>
	failed(app.settings().legacyMissingUser404 ? 404 : 400, TEXT.noUser);

/** An action for one user, who is looked up, or created as `createDisposition` says. */
export function userAction<S extends Shape>(
	definition: Definition<S> & {
		/** What happens with an unknown user unless the call says otherwise (A.0). */
		disposition: CreateDisposition;
		/** Writes data: refused (451) for a blocked user, and its device becomes the user's. */
		writes: boolean;
		/** An outcome that is certain before the user is looked up. */
		precheck?(args: Parsed<S & UserArguments>): ActionResult | undefined;
		/** What it says of an unknown user whom it may not create, if not the usual warning. */
		forUnknown?(
			args: Parsed<S & UserArguments>,
			circumstances: Circumstances,
		): ActionResult | undefined;
		run(args: Parsed<S & UserArguments>, circumstances: UserCircumstances): ActionResult;
	},
): Action {
	const args = { ...definition.args, ...USER, ...CREATE_DISPOSITION, ...DEV_MODE };
	const schema = z.object(args);
	return {
		...describe(definition, args, true),
		invoke(raw, circumstances) {
			const parsed = schema.safeParse(raw);
			if (!parsed.success) return badArguments(parsed.error, raw);
			// zod cannot see that a generic shape with the user arguments still has them.
			const values = parsed.data as Parsed<S & UserArguments>;
			const selection = parsed.data as Parsed<UserArguments>;
			const { app } = circumstances;
			const { userId, deviceId, createDisposition = definition.disposition } = selection;
			if (userId === undefined && deviceId === undefined) return noUser(app);
			const early = definition.precheck?.(values);
			if (early) return early;
			let user = app.findUser(selection);
			if (!user) {
				if (createDisposition === 'CreateNever') {
					return definition.forUnknown?.(values, circumstances) ?? userNotFound();
				}
				user = app.createUser(selection);
			}
			if (definition.writes) {
				if (user.blocked) return failed(451, TEXT.blocked);
				if (deviceId !== undefined) app.seeOnDevice(user, deviceId);
			}
			const { now, batched, developer, time, extras } = circumstances;
			const call = { app, now, batched, developer, time, extras, user, deviceId };
			return definition.run(values, call);
		},
	};
}
