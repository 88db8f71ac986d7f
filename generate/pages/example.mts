import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys.ts';
import type { AdminClient } from 'leanplum-sandbox/client';

/** What an example may use while it gets its app of the sandbox ready. */
export interface Setting {
	admin: AdminClient;
	appId: string;
	/** Runs the node without showing it; gives what came out. */
	run(parameters: INodeParameters, items?: IDataObject[]): Promise<IDataObject[]>;
}

/** A run of the node that a page of docs/ shows, with what came of it. */
export interface PageExample {
	/** What the page calls it: `<!-- example: NAME -->`. */
	name: string;
	/** Gets the app ready. */
	prepare?: (setting: Setting) => Promise<void>;
	/** Gets the app ready, and gives values for parameters that the page shows as expressions. */
	values?: (setting: Setting) => Promise<INodeParameters>;
	parameters: INodeParameters;
	items?: IDataObject[];
	/** Files of the item as text, by the name of their field. */
	files?: Record<string, string>;
	/** Names of choices that the node's lists get from Leanplum, by their values. */
	names?: Record<string, string>;
	/** What differs in the credential, which otherwise has all keys. */
	credential?: Partial<LeanplumCredential>;
	/** Shows only so many of the items that come out. */
	show?: number;
}

/** Rows of a list of named values. */
export const rows = (...row: INodeParameters[]): INodeParameters => ({ row });

/** A row of such a list, with a value of the given type. */
export const row = (
	name: string,
	value: string | number | boolean,
	type: 'string' | 'number' | 'boolean' | 'date' | 'list' = 'string',
): INodeParameters => ({ name, type, [`${type}Value`]: value });

/** Something picked from a list. */
export const fromList = (id: string, name: string): INodeParameters => ({
	__rl: true,
	mode: 'list',
	value: id,
	cachedResultName: name,
});

/** Things that every app of the sandbox has. */
export const WELCOME_PUSH = fromList('4810110001000001', 'Welcome push');
export const ORDER_SHIPPED = fromList('4810110001000002', 'Order shipped');
export const BUTTON_COLOUR = fromList('4810110002000001', 'Button colour');
