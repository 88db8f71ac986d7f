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

/** The oldest that the README promises. */
export const OLDEST: TestedVersion = { version: '2.0.0', env: {} };
