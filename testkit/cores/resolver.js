/** The packages of n8n and those that its nodes share with it. */
const OF_N8N = /^(n8n-core|n8n-workflow|zod|luxon|reflect-metadata|@n8n\/[^/]+)(\/|$)/;

/**
 * Gives the project's own files the packages of another n8n-core, in the folder `N8N_CORE`; what those
 * ask for themselves lies beside them.
 */
module.exports = (request, options) => {
	const isOwn = !options.basedir.includes('/node_modules/');
	if (!isOwn || !OF_N8N.test(request)) return options.defaultResolver(request, options);
	return options.defaultResolver(request, { ...options, basedir: process.env.N8N_CORE });
};
