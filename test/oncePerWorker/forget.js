const { createRequire } = require('node:module');

/** A package, if a test file has had it loaded. */
const loaded = (name) => require.cache[require.resolve(name)];

/** Lets n8n's engine, and luxon, forget what a test file has set in them: they are as just loaded. */
module.exports = function forget() {
	const core = loaded('n8n-core');
	if (core) {
		core.exports.DataDeduplicationService.instance = undefined;
		createRequire(core.filename)('@n8n/di').Container.reset();
	}
	// n8n sets the zone of the workflow that it runs.
	const luxon = loaded('luxon');
	if (luxon) luxon.exports.Settings.defaultZone = 'system';
};
