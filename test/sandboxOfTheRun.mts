import { AdminClient } from '../testkit/adminClient.mts';
import type { RunningSandbox } from '../testkit/sandboxProcess.mts';

/**
 * The sandbox that all test files share; each test has an app of its own in it. Registers a hook that
 * closes the connections of this test file.
 */
export function sandboxOfTheRun(): RunningSandbox {
	const { apiUrl, adminUrl } = JSON.parse(process.env.LEANPLUM_TEST_SANDBOX!) as {
		apiUrl: string;
		adminUrl: string;
	};
	const admin = new AdminClient(adminUrl);
	afterAll(() => admin.close());
	return { apiUrl, admin };
}
