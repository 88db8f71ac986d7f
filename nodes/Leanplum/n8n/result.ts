import type { Call } from '../protocol/call';
import type { Outcome } from '../protocol/outcome';
import type { Explanation } from './explain';
import type { ItemInput } from './itemInput';

/** What became of one input item. */
export type ItemResult =
	| {
			readonly kind: 'called';
			readonly call: Call;
			readonly outcome: Outcome;
			readonly input: ItemInput;
	  }
	/** It was not sent: its input is wrong, or the credential lacks what it needs. */
	| { readonly kind: 'notSent'; readonly explanation: Explanation };
