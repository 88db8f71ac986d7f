import type { Resource } from '../../n8n/operation';
import { get } from './get';

export const variable: Resource = { value: 'variable', name: 'Variable', operations: [get] };
