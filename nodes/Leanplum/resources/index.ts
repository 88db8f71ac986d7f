import type { Resource } from '../n8n/operation';
import { event } from './event';
import { message } from './message';
import { user } from './user';
import { variable } from './variable';

/** Every resource of the node, in the order of their labels. */
export const RESOURCES: readonly Resource[] = [event, message, user, variable];
