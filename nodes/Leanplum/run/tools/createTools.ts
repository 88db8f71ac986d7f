import type { IExecuteFunctions } from 'n8n-workflow';
import type { RunOptions } from '../../operation/runOptions';
import type { TaskTools } from '../../operation/taskTools';
import type { LeanplumCredential } from '../../protocol/action/keys';
import type { CircuitBreaker } from '../../protocol/send/circuitBreaker';
import type { Connection } from '../../protocol/send/dispatch';
import type { RequestLog } from '../../transport/requestLog';
import { messageNames } from '../../transport/messageNames';
import { callbackUrl } from '../../transport/callback';
import { callTools } from './callTools';
import { downloadTools } from './downloadTools';
import { fileTools } from './fileTools';

/** The tools for one item. */
export function createTools(
	context: IExecuteFunctions,
	credential: LeanplumCredential,
	options: RunOptions,
	connection: Connection,
	fileBreaker: CircuitBreaker,
	log: RequestLog,
	itemIndex: number,
): TaskTools {
	const { transport } = connection;
	const { tools, progress } = callTools(credential, options, connection);
	return {
		...tools,
		...downloadTools(context, credential, options, transport, fileBreaker, log),
		...fileTools(context, itemIndex, transport.cancelled),
		messageNames: async () => await messageNames(context, credential, log),
		callbackUrl: () => callbackUrl(context, credential),
		sleep: (milliseconds) => transport.sleep(milliseconds),
		now: () => transport.now(),
		get progress() {
			return progress();
		},
	};
}
