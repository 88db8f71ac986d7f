const base = require('../../jest.config.js');

/** The engine tests that depend on the version of n8n, on the core in the folder `N8N_CORE`. */
module.exports = {
	...base,
	rootDir: '../..',
	testMatch: [
		'failures',
		'onError',
		'sendOnce',
		'throwing',
		'imports',
		'importFile',
		'agentTool',
		'secondOutput',
		'exportSleep',
	].map((name) => `<rootDir>/test/engine/${name}.test.mts`),
	// Node would not ask the resolver.
	testEnvironment: 'node',
	resolver: '<rootDir>/testkit/cores/resolver.js',
	transform: {
		...base.transform,
		// Cores bring packages that are ES modules only; the tests run as CommonJS.
		'/node_modules/(p-retry|is-network-error)/.+\\.js$': Object.values(base.transform)[0],
	},
	// Some cores leave timers behind.
	forceExit: true,
	transformIgnorePatterns: ['/node_modules/(?!(p-retry|is-network-error)/)'],
};
