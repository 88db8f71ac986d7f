import { reachObjection } from '../../nodes/Leanplum/transport/callback';

const LEANPLUM = 'https://api.leanplum.com/api';
const SANDBOX = 'http://127.0.0.1:4000/api';

describe('Whether Leanplum can call n8n', () => {
	it.each([
		'localhost',
		'LOCALHOST',
		'127.0.0.1',
		'0.0.0.0',
		'10.1.2.3',
		'172.16.0.1',
		'172.31.255.255',
		'192.168.1.10',
		'169.254.1.1',
		'100.64.0.1',
		'[::1]',
		'[fd00::1]',
		'[fe80::1]',
		'n8n',
		'n8n.local',
		'n8n.corp.internal',
		'server.lan',
	])('not at %s, unless Leanplum is local too', (host) => {
		const url = `http://${host}:5678/webhook-waiting/1?signature=token`;
		const objection = reachObjection(url, LEANPLUM);
		expect(objection?.message).toContain(`at http://${host.toLowerCase()}:5678`);
		expect(JSON.stringify(objection)).not.toContain('token');
		expect(reachObjection(url, SANDBOX)).toBeUndefined();
	});

	it.each([
		'n8n.example.com',
		'localhost.example.com',
		'10.example.com',
		'8.8.8.8',
		'172.32.0.1',
		'100.63.0.1',
		'100.128.0.1',
		'[2001:db8::1]',
	])('at %s', (host) => {
		expect(reachObjection(`https://${host}/webhook/1`, LEANPLUM)).toBeUndefined();
	});

	it.each(['', 'api.leanplum.com'])('not on this machine where the API URL is "%s"', (apiUrl) => {
		expect(reachObjection('http://localhost:5678/webhook/1', apiUrl)).toBeDefined();
	});

	it.each(['n8n.example.com/webhook/1', 'n8n.example.com:5678/webhook/1'])(
		'not at %s, which is no URL',
		(url) => {
			for (const apiUrl of [LEANPLUM, SANDBOX]) {
				expect(reachObjection(url, apiUrl)?.message).toMatch(
					new RegExp(`at ${url.split('/')[0]}$`),
				);
			}
		},
	);
});
