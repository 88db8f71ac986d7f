import type { App } from '../model/app.mjs';
import type { World } from '../world/world.mjs';
import { AdminError } from './respond.mjs';

export interface AppParams {
	appId: string;
}

/** The app that an admin route names. */
export function appOf(world: World, { appId }: AppParams): App {
	const tenant = world.tenant(appId);
	if (!tenant) throw new AdminError(404, `No app ${appId}.`);
	return tenant.app;
}
