const { createRequire } = require('node:module');
const { default: Runtime } = require('jest-runtime');

/** Packages that take long to load, and hold little that a test file could leave behind for the next. */
const BIG =
	/^(n8n-core|n8n-workflow|@n8n\/di|reflect-metadata|luxon|zod|undici|fast-check|typescript)$/;

/**
 * Takes the big packages from Node, which loads them once per worker; Jest loads them anew for each test
 * file. Only for files that run in the worker's own context.
 */
module.exports = class OncePerWorker extends Runtime {
	constructor(config, environment, ...rest) {
		super(config, environment, ...rest);
		this.isOwnContext = environment.isOwnContext;
	}

	requireModule(from, name, ...rest) {
		return this.isOwnContext && BIG.test(name)
			? createRequire(from)(name)
			: super.requireModule(from, name, ...rest);
	}
};
