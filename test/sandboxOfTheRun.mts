import { client } from 'leanplum-sandbox/client';
import type { RunningSandbox } from '../testkit/sandboxProcess.mts';

/** The sandbox that all test files share; each test has an app of its own in it. */
export function sandboxOfTheRun(): RunningSandbox {
	const { apiUrl, adminUrl } = JSON.parse(process.env.LEANPLUM_TEST_SANDBOX!) as {
		apiUrl: string;
		adminUrl: string;
	};
	const admin = client(adminUrl);
	return { apiUrl, admin };
}
