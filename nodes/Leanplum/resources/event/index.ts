import type { Resource } from '../../n8n/operation';
import { track } from './track';

export const event: Resource = { value: 'event', name: 'Event', operations: [track] };
