import type { Resource } from '../../n8n/operation';
import { start } from './start';

export const campaign: Resource = { value: 'campaign', name: 'Campaign', operations: [start] };
