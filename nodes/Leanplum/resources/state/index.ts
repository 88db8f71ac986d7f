import type { Resource } from '../../operation/operation';
import { simpleUserOperation } from '../shared/simpleUser';
import { advance } from './advance';

const pause = simpleUserOperation({
	value: 'pause',
	name: 'Pause',
	action: 'Pause state of user',
	description: 'Record that a user left the current state for a while',
	sends: 'pauseState',
});

const resume = simpleUserOperation({
	value: 'resume',
	name: 'Resume',
	action: 'Resume state of user',
	description: 'Record that a user came back to a paused state',
	sends: 'resumeState',
});

export const state: Resource = {
	value: 'state',
	name: 'State',
	operations: [advance, pause, resume],
};
