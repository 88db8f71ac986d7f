import { createCall } from '../../nodes/Leanplum/protocol/action/call';
import { multiRequest, singleRequest } from '../../nodes/Leanplum/protocol/send/request';

const ada = createCall('track', { userId: 'ada', event: 'Buy', time: 1_500_000_000 });
const bob = createCall('setUserAttributes', { userId: 'bob', userAttributes: { vip: true } });

describe('the request of a call that travels alone', () => {
	it('is the action itself with its arguments', () => {
		expect(singleRequest(ada)).toEqual({
			action: 'track',
			key: 'production',
			body: { userId: 'ada', event: 'Buy', time: 1_500_000_000 },
		});
	});

	it('bears the name that Leanplum knows, also where the catalogue uses another', () => {
		const call = createCall('multiCsv', { createJob: true, gcsBucket: 'b', file: 'f.csv' });
		expect(singleRequest(call)).toMatchObject({ action: 'multi', key: 'development' });
	});
});

describe('the request of a call with files', () => {
	it('takes the files along', () => {
		const files = [
			{ part: 'file0', fileName: 'a.txt', mimeType: 'text/plain', bytes: new Uint8Array([97]) },
		];
		const call = { ...createCall('uploadFile', { data: [] }), files };
		expect(singleRequest(call)).toEqual({
			action: 'uploadFile',
			key: 'development',
			body: { data: [] },
			files,
		});
		expect(singleRequest(ada)).not.toHaveProperty('files');
	});
});

describe('the request of calls that travel together', () => {
	const request = multiRequest([ada, bob], 1780236000.25);

	it('is a multi with the key of its calls', () => {
		expect(request).toMatchObject({ action: 'multi', key: 'production' });
		const inDevelopment = createCall('track', { userId: 'eve', event: 'x', devMode: true });
		expect(multiRequest([inDevelopment, inDevelopment], 1).key).toBe('development');
	});

	it('says in seconds when it was sent, apart from the times of its calls', () => {
		expect(request.body.time).toBe(1780236000.25);
	});

	it('names each call’s action and numbers the calls, so that replies pair with them', () => {
		expect(request.body.data).toEqual([
			{ userId: 'ada', event: 'Buy', time: 1_500_000_000, action: 'track', reqId: '0' },
			{
				userId: 'bob',
				userAttributes: { vip: true },
				action: 'setUserAttributes',
				reqId: '1',
			},
		]);
	});

	it('does not let arguments of a user stand in for action and number', () => {
		const odd = createCall('track', { userId: 'ada', action: 'deleteUser', reqId: '7' });
		expect(multiRequest([odd], 1).body.data).toEqual([
			{ userId: 'ada', action: 'track', reqId: '0' },
		]);
	});
});
