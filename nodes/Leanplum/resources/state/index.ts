import type { Resource } from '../../operation/operation';
import { simpleUserOperation } from '../shared/fields/simpleUser';
import { advance } from './advance';

const pause = simpleUserOperation({
	value: 'pause',
	name: 'Pause',
	action: 'Pause user state',
	description: 'Record that a user temporarily left the current state',
	sends: 'pauseState',
});

const resume = simpleUserOperation({
	value: 'resume',
	name: 'Resume',
	action: 'Resume user state',
	description: 'Record that a user returned to a paused state',
	sends: 'resumeState',
});

export const state: Resource = {
	value: 'state',
	name: 'State',
	operations: [advance, pause, resume],
};
