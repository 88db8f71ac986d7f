/** Where in the inspector one is: kept in the address, so that it can be shared and gone back to. */
export interface Route {
	appId: string;
	view: string;
	/** The entry whose details are shown. */
	key?: string | undefined;
}

/** Half a surrogate pair, which no address can hold; it stands in JSON text instead. */
const LONE = /\p{Surrogate}/u;

const encoded = (part: string): string =>
	encodeURIComponent(LONE.test(part) || part.startsWith('"') ? JSON.stringify(part) : part);

/** The address of a place. */
export const addressOf = ({ appId, view, key }: Route): string =>
	`#/${[appId, view, ...(key === undefined ? [] : [key])].map(encoded).join('/')}`;

function decoded(part: string): string {
	try {
		const text = decodeURIComponent(part);
		return text.startsWith('"') ? String(JSON.parse(text)) : text;
	} catch {
		return part;
	}
}

/** The place that an address stands for; parts that it does not have are empty. */
export function routeOf(hash: string): Route {
	const [appId = '', view = '', key] = hash.replace(/^#\/?/, '').split('/').map(decoded);
	return { appId, view, ...(key === undefined || key === '' ? {} : { key }) };
}

/** Goes to a place. */
export function goTo(route: Route): void {
	location.hash = addressOf(route);
}
