import { z } from 'zod';
import { DEMO_APP, type AppIdentity } from '../basics/keys.mjs';
import { settingsSchema } from '../basics/settings.mjs';
import type { App } from '../model/app.mjs';
import {
	abTestSchema,
	audienceSchema,
	bookmarkSchema,
	campaignSchema,
	categorySchema,
	messageSchema,
} from '../model/content.mjs';
import { migrationFrom, migrationSchema } from '../model/migration.mjs';
import { flatVariables } from '../model/variables.mjs';
import type { World } from '../world/world.mjs';
import { userFromSeed, userSeedSchema } from './user-view.mjs';

const ids = z.string().regex(/^\d{1,19}$/);
const names = z.string().min(1);
const keys = z.string().min(1);

/** An app with its content and users; by default the demo app, without its fixtures. */
const appSeedSchema = z.strictObject({
	appId: z.string().min(1).default(DEMO_APP.appId),
	/** Those that are left out are random, but for the demo app. */
	keys: z
		.strictObject({
			production: keys,
			development: keys,
			dataExport: keys,
			contentReadOnly: keys,
		})
		.partial()
		.default({}),
	/** Keeps the users and the content that every app has without a seed. */
	fixtures: z.boolean().default(false),
	settings: settingsSchema.partial().optional(),
	users: z.record(names, userSeedSchema).default({}),
	messages: z.record(ids, messageSchema).default({}),
	abTests: z.record(ids, abTestSchema).default({}),
	campaigns: z.record(ids, campaignSchema).default({}),
	categories: z.record(ids, categorySchema).default({}),
	audiences: z.record(names, audienceSchema).default({}),
	bookmarks: z.record(names, bookmarkSchema).default({}),
	vars: z.record(names, z.unknown()).default({}),
	migration: migrationSchema.optional(),
});

/** What `--seed` and `POST /admin/seed` take: apps to be put in place. */
export const worldSeedSchema = z.strictObject({ apps: z.array(appSeedSchema) });

export type WorldSeed = z.input<typeof worldSeedSchema>;
export type ReadWorldSeed = z.output<typeof worldSeedSchema>;

function identityOf({ appId, keys: given }: ReadWorldSeed['apps'][number]): Partial<AppIdentity> {
	const defined = Object.fromEntries(Object.entries(given).filter(([, key]) => key !== undefined));
	const known = appId === DEMO_APP.appId ? DEMO_APP.keys : {};
	return { appId, keys: { ...known, ...defined } as AppIdentity['keys'] };
}

function fill(app: App, seed: ReadWorldSeed['apps'][number]): void {
	const now = app.now();
	const created = (content: { created?: number | undefined }): number => content.created ?? now;
	for (const [id, one] of Object.entries(seed.messages)) {
		app.messages.set(id, { ...one, id, created: created(one) });
	}
	for (const [id, one] of Object.entries(seed.abTests)) {
		app.abTests.set(id, { ...one, id, created: created(one) });
	}
	for (const [id, one] of Object.entries(seed.campaigns)) app.campaigns.set(id, { ...one, id });
	for (const [id, one] of Object.entries(seed.categories)) app.categories.set(id, { ...one, id });
	for (const [name, one] of Object.entries(seed.audiences)) app.audiences.set(name, one);
	for (const [name, one] of Object.entries(seed.bookmarks)) app.bookmarks.set(name, one);
	for (const [name, value] of flatVariables(seed.vars)) app.variables.set(name, value);
	for (const [userId, user] of Object.entries(seed.users)) {
		app.putUser(userFromSeed(userId, user, now));
	}
	if (seed.migration) app.migration = migrationFrom(seed.migration, true);
}

/** Puts the apps of a seed in place: all of them, or the one of that ID. */
export function applySeed(world: World, { apps }: ReadWorldSeed, appId?: string): void {
	for (const seed of apps) {
		if (appId !== undefined && seed.appId !== appId) continue;
		const app = world.newApp(identityOf(seed), seed.fixtures);
		if (seed.settings) world.changeSettings(seed.settings, seed.appId);
		fill(app, seed);
	}
}
