import type { Resource } from '../../operation/operation';
import { simpleUserOperation } from '../shared/simpleUser';
import { start } from './start';

const heartbeat = simpleUserOperation({
	value: 'heartbeat',
	name: 'Heartbeat',
	action: 'Keep session of user alive',
	description: 'Keep a session from ending, which it does after two hours without a sign of life',
	sends: 'heartbeat',
});

const pause = simpleUserOperation({
	value: 'pause',
	name: 'Pause',
	action: 'Pause session of user',
	description: 'Record that a user left the app; the session ends after 30 minutes',
	sends: 'pauseSession',
});

const resume = simpleUserOperation({
	value: 'resume',
	name: 'Resume',
	action: 'Resume session of user',
	description: 'Record that a user came back to the app',
	sends: 'resumeSession',
});

const stop = simpleUserOperation({
	value: 'stop',
	name: 'Stop',
	action: 'Stop session of user',
	description: 'End the session of a user',
	sends: 'stop',
});

export const session: Resource = {
	value: 'session',
	name: 'Session',
	operations: [heartbeat, pause, resume, start, stop],
};
