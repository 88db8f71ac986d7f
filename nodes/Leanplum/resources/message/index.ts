import type { Resource } from '../../n8n/operation';
import { send } from './send';

export const message: Resource = { value: 'message', name: 'Message', operations: [send] };
