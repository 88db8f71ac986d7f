import { events } from './events.mjs';
import { faults } from './faults.mjs';
import { jobs } from './jobs.mjs';
import { messages } from './messages.mjs';
import { deliveries } from './deliveries.mjs';
import { postbacks } from './postbacks.mjs';
import { requests } from './requests.mjs';
import { sentMessages } from './sent.mjs';
import { users } from './users.mjs';
import type { View } from './view.mjs';

/** Takes a view for one of things unknown: only the view itself looks into its entries. */
const view = <Item,>(known: View<Item>): View => known as unknown as View;

/** All lists, in the order in which the keys 1 to 9 choose them. */
export const VIEWS: readonly View[] = [
	view(requests),
	view(users),
	view(events),
	view(sentMessages),
	view(messages),
	view(jobs),
	view(postbacks),
	view(deliveries),
	view(faults),
];
