/** Loads the package in the folder given as argument the way n8n does, and prints how long it took. */
require('reflect-metadata');
const { LazyPackageDirectoryLoader, PackageDirectoryLoader } = require('n8n-core');

const [folder, how] = process.argv.slice(2);
const Loader = how === 'lazy' ? LazyPackageDirectoryLoader : PackageDirectoryLoader;

void (async () => {
	const loader = new Loader(folder);
	const started = performance.now();
	await loader.loadAll();
	const startMs = performance.now() - started;
	const used = performance.now();
	loader.getNode('leanplum');
	loader.getCredential('leanplumApi');
	console.log(JSON.stringify({ startMs, firstUseMs: performance.now() - used }));
	process.exit();
})();
