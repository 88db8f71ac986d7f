import type { Resource } from '../../operation/operation';
import { simpleUserOperation } from '../shared/fields/simpleUser';
import { start } from './start';

const heartbeat = simpleUserOperation({
	value: 'heartbeat',
	name: 'Heartbeat',
	action: 'Keep user session alive',
	description: 'Keep a session open. Sessions end after two hours without activity.',
	sends: 'heartbeat',
});

const pause = simpleUserOperation({
	value: 'pause',
	name: 'Pause',
	action: 'Pause user session',
	description: 'Record that a user left the app. The session ends after 30 minutes.',
	sends: 'pauseSession',
});

const resume = simpleUserOperation({
	value: 'resume',
	name: 'Resume',
	action: 'Resume user session',
	description: 'Record that a user returned to the app',
	sends: 'resumeSession',
});

const stop = simpleUserOperation({
	value: 'stop',
	name: 'Stop',
	action: 'Stop user session',
	description: "End a user's session",
	sends: 'stop',
});

export const session: Resource = {
	value: 'session',
	name: 'Session',
	operations: [heartbeat, pause, resume, start, stop],
};
