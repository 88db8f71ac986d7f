const { createRequire } = require('node:module');
const { default: Runtime } = require('jest-runtime');

/** Packages that take long to load, and hold little that a test file could leave behind for the next. */
const BIG =
	/^(n8n-core|n8n-workflow|@n8n\/di|reflect-metadata|luxon|zod|undici|fast-check|typescript)$/;

/**
 * n8n gives each of its regular expressions 250 ms by the clock, which is too little on a busy machine: here
 * they have all the time they need.
 */
const unhurried = {
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, by) => input.replace(new RegExp(pattern, flags), by),
	matchAll: (pattern, input, flags = '') => [
		...input.matchAll(new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`)),
	],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
};

function load(from, name) {
	const loaded = createRequire(from)(name);
	if (name === 'n8n-workflow') loaded.setSafeRegexEngine(unhurried);
	return loaded;
}

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
			? load(from, name)
			: super.requireModule(from, name, ...rest);
	}
};
