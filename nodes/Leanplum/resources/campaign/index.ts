import type { Resource } from '../../operation/operation';
import { start } from './start';

export const campaign: Resource = { value: 'campaign', name: 'Campaign', operations: [start] };
