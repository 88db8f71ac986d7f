import type { Resource } from '../../operation/operation';
import { track } from './track';

export const event: Resource = { value: 'event', name: 'Event', operations: [track] };
