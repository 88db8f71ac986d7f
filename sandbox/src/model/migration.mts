import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isRecord } from '../basics/json.mjs';

const CLEVERTAP = {
	accountId: 'SBX-SAN-BOXZ',
	regionCode: 'eu1',
	token: 'sandbox-token',
	attributeMappings: { email: 'Email' },
	identityKeys: ['Identity', 'Email'],
};

const DUPLICATE = {
	sdk: 'lp+ct',
	state: 'EVENTS_UPLOAD_STARTED',
	api: { profile: 'lp+ct', events: 'lp+ct' },
	ct: CLEVERTAP,
	profileUploadStartedTs: '2022-10-02T17:46:01.356Z',
	eventsUploadStartedTs: '2022-10-02T17:46:01.356Z',
};

/** The steps of a move to CleverTap, in the shapes of the SDKs' own fixtures (JS, IOS). */
const PHASES = {
	leanplum: { sdk: 'lp', state: 'NONE', api: { profile: 'lp', events: 'lp' } },
	duplicate: DUPLICATE,
	cleverTap: {
		...DUPLICATE,
		sdk: 'ct',
		state: 'SDK_TRAFFIC_STOPPED',
		api: { profile: 'ct', events: 'ct' },
		ctSdkTrafficStoppedTs: '2022-11-20T14:00:27.335Z',
	},
};

/**
 * A change of an app's migration as the admin API takes it: a step, and fields that differ from it
 * (`null` removes one), whatever they are, so that odd states can be played as well.
 */
export const migrationSchema = z.strictObject({
	phase: z.enum(['leanplum', 'duplicate', 'cleverTap']).default('leanplum'),
	/** Fields of the reply of getMigrateState that differ. */
	fields: z.record(z.string(), z.unknown()).default({}),
	/** Where the app lives now; requests to any other host are sent there (JS, AND, IOS). */
	endpoint: z
		.strictObject({
			apiHost: z.string().min(1),
			apiPath: z.string().default('api'),
			devServerHost: z.string().optional(),
		})
		.optional(),
});

/** A migration as the admin API takes it. */
export type MigrationInput = z.input<typeof migrationSchema>;

/** How far an app has moved to CleverTap. */
export interface Migration {
	/** Whether anybody has set it: then every reply to a `multi` tells its hash. */
	set: boolean;
	/** What getMigrateState replies, without `success`. */
	reply: Record<string, unknown>;
	/** Hash of the configuration; SDKs only compare it (JS, AND, IOS). */
	sha256: string;
	endpoint?: z.output<typeof migrationSchema>['endpoint'];
}

/** The migration that an input describes. */
export function migrationFrom(input: z.output<typeof migrationSchema>, set: boolean): Migration {
	const fields = { ...PHASES[input.phase], ...input.fields };
	const reply = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
	const sha256 = createHash('sha256').update(JSON.stringify(reply)).digest('hex');
	return { set, reply: { sha256, ...reply }, sha256, endpoint: input.endpoint };
}

/** Every app's migration until it is set: none. */
export const NOT_MOVING = migrationFrom(migrationSchema.parse({}), false);

/** Whether CleverTap plays any part, so that the reply names the user of a device (IOS). */
export const isMoving = ({ reply }: Migration): boolean => isRecord(reply.ct);
