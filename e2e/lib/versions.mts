/** An n8n that the tests run, with what its environment needs beyond the usual. */
export interface TestedVersion {
	version: string;
	env: Record<string, string>;
}

/** The newest that npm can install; n8n 3 comes as a container image only. */
export const NEWEST: TestedVersion = {
	version: '2.41.1',
	// Would fetch a list from n8n's servers at every start.
	env: { N8N_DISABLED_MODULES: 'mcp-registry' },
};

/** The oldest in which every step runs. */
export const OLDEST: TestedVersion = { version: '2.0.0', env: {} };

/** The last of n8n 1, which many people still run. */
export const FORMER: TestedVersion = {
	version: '1.123.81',
	// Its other engine needs a native module that comes without a build for Node.js 20.
	env: { N8N_EXPRESSION_ENGINE: 'legacy' },
};

/** All that `test:n8n` runs. */
export const IN_N8N = [NEWEST, OLDEST, FORMER];
