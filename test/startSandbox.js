const tsx = require('tsx/cjs/api');

/** Before the first test file: one sandbox for all of them; Jest hands the environment on to its workers. */
module.exports = async () => {
	const { startSandboxProcess } = tsx.require('../testkit/sandboxProcess.mts', __filename);
	const { apiUrl, adminUrl, stop } = await startSandboxProcess();
	process.env.LEANPLUM_TEST_SANDBOX = JSON.stringify({ apiUrl, adminUrl });
	globalThis.stopSandbox = stop;
};
