import type { PageExample } from './example.mts';
import { CONTENT_EXAMPLES } from './examples/content.mts';
import { DATA_EXAMPLES } from './examples/data.mts';
import { EVENT_EXAMPLES } from './examples/events.mts';
import { MESSAGE_EXAMPLES } from './examples/messages.mts';
import { USER_EXAMPLES } from './examples/users.mts';

/** Every example that the pages of docs/ show. */
export const EXAMPLES: readonly PageExample[] = [
	...USER_EXAMPLES,
	...EVENT_EXAMPLES,
	...MESSAGE_EXAMPLES,
	...CONTENT_EXAMPLES,
	...DATA_EXAMPLES,
];
