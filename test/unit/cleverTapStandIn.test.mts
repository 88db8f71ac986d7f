import { startCleverTap } from '../../e2e/lib/cleverTap.mts';

it('The stand-in of CleverTap tells uploads at the same time from uploads one after another', async () => {
	const cleverTap = await startCleverTap();
	const { headers } = JSON.parse(cleverTap.credential.json) as { headers: Record<string, string> };
	const upload = async () => {
		const body = JSON.stringify({ d: [] });
		const response = await fetch(`${cleverTap.url}/1/upload`, { method: 'POST', headers, body });
		expect(response.status).toBe(200);
		await response.text();
	};
	const inFlight = async () => (await cleverTap.control()).uploads.map((one) => one.inFlight);
	try {
		await upload();
		await upload();
		expect(await inFlight()).toEqual([1, 1]);
		// So many that some meet on a slow machine too.
		await Promise.all(Array.from({ length: 10 }, upload));
		expect(Math.max(...(await inFlight()))).toBeGreaterThan(1);
	} finally {
		await cleverTap.close();
	}
});
