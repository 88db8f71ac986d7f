import { createCall, type Call } from '../../nodes/Leanplum/protocol/action/call';
import type { ActionName } from '../../nodes/Leanplum/protocol/action/catalogue';
import { billedUsers, estimate } from '../../nodes/Leanplum/protocol/plan/estimate';
import { orderingKeys, planCalls } from '../../nodes/Leanplum/protocol/plan/planCalls';

const BATCHED = { batching: true };
const ALONE = { batching: false };

const track = (userId: string, event = 'Buy') => createCall('track', { userId, event });
const erase = (userId: string) => createCall('deleteUser', { userId });
const setVars = (vars: string) => createCall('setVars', { vars });
const read = () => createCall('getMessages', {});

describe('the order of calls', () => {
	it.each<[ActionName, Call['args'], string[]]>([
		['track', { userId: 'ada', deviceId: 'phone' }, ['ada', 'phone']],
		['setVars', { vars: '{}' }, ['']],
		['addPostback', { type: 'messageEvents' }, ['']],
		['getMessages', {}, []],
		['registerDevice', { email: 'ada@example.com' }, []],
	])('of %s %j goes by %j', (action, args, keys) => {
		expect(orderingKeys(createCall(action, args))).toEqual(keys);
	});

	it('keeps changes to the app together, and reads apart', () => {
		const calls = [setVars('{"a":1}'), read(), setVars('{"a":2}'), read()];
		const [first, second, third, fourth] = calls;
		expect(planCalls(calls, BATCHED)).toEqual([[[first, third]], [[second]], [[fourth]]]);
	});
});

describe('calls that share requests', () => {
	const calls = [track('ada'), erase('bo'), track('bo'), track('ada', 'Open'), erase('eve')];
	const [buy, eraseBo, buyBo, open, eraseEve] = calls;

	it('are those that are proven to, with the same key', () => {
		const lanes = planCalls(calls, BATCHED);
		expect(lanes).toEqual([[[eraseBo], [buy, buyBo, open]], [[eraseEve]]]);
	});

	it('are none without batching', () => {
		expect(planCalls(calls, ALONE)).toEqual([[[buy], [open]], [[eraseBo], [buyBo]], [[eraseEve]]]);
	});
});

it('The estimate counts requests, and each billed user once a request', () => {
	const calls = [track('ada'), track('bo'), track('ada'), read(), erase('eve')];
	expect(calls.map(({ spec }) => Boolean(spec.billed))).toEqual([true, true, true, false, false]);
	expect(billedUsers(calls)).toBe(2);
	expect(estimate(calls, BATCHED)).toEqual({ requests: 3, billedUsers: 2 });
	expect(estimate(calls, ALONE)).toEqual({ requests: 5, billedUsers: 3 });
	expect(estimate([], BATCHED)).toEqual({ requests: 0, billedUsers: 0 });
});
