/** @type {import('jest').Config} */
module.exports = {
	// The whole of n8n's engine would be loaded for each test file.
	testEnvironment: '<rootDir>/test/oncePerWorker/environment.js',
	runtime: '<rootDir>/test/oncePerWorker/runtime.js',
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	globalSetup: '<rootDir>/test/startSandbox.js',
	globalTeardown: '<rootDir>/test/stopSandbox.js',
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
	// Tests are .mts so that n8n's linter, which takes every .ts for a part of a node, leaves them be;
	// they run as CommonJS, like the nodes.
	transform: {
		// The sandbox's client is an ES module, which Jest cannot load as it is.
		'(\\.m?ts|/sandbox/dist/.+\\.mjs)$': [
			'@swc/jest',
			{
				jsc: {
					parser: { syntax: 'typescript' },
					target: 'es2022',
				},
				module: { type: 'commonjs' },
				sourceMaps: 'inline',
			},
		],
	},
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageProvider: 'v8',
	coverageReporters: ['text-summary', 'json-summary', 'html'],
	reporters: ['default', '<rootDir>/test/summaryReporter.js'],
	testTimeout: 60_000,
	maxWorkers: 2,
};
