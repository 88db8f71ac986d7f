const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const forget = require('./forget.js');

/** Stands for the worker's own context, to which Node gives no handle. */
const OWN_CONTEXT = vm.createContext();

const { compileFunction } = vm;
// Jest compiles each module with it.
vm.compileFunction = (code, parameters, options) =>
	compileFunction(code, parameters, {
		...options,
		parsingContext: options?.parsingContext === OWN_CONTEXT ? undefined : options?.parsingContext,
	});

/** Each test file has one from Jest, which every promise of the later files would still visit. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
	storages.add(this);
	return run.apply(this, given);
};

/** Remembers the properties of an object; the function that comes back restores them. */
function remember(object, isOurs = () => true) {
	const before = Object.getOwnPropertyDescriptors(object);
	return () => {
		for (const key of Reflect.ownKeys(object).filter(isOurs)) {
			if (Object.hasOwn(before, key)) Reflect.defineProperty(object, key, before[key]);
			else Reflect.deleteProperty(object, key);
		}
	};
}

/** The same for what is to be done at the end of the process, which each new engine adds to. */
function rememberExits() {
	const before = process.listeners('exit');
	return () => {
		for (const listener of process.listeners('exit'))
			if (!before.includes(listener)) process.off('exit', listener);
	};
}

/**
 * Runs the test files of a worker in the worker's own context, one after another, so that what Node has
 * loaded for one of them serves the next, without any class being there twice. What a file changes in the
 * globals, in `process` and in its environment variables ends with the file.
 */
module.exports = class OwnContext extends TestEnvironment {
	/** Tells the runtime. */
	isOwnContext = true;
	restores = [
		remember(globalThis),
		// What begins with _ is the listeners.
		remember(process, (key) => !String(key).startsWith('_')),
		remember(process.env),
		rememberExits(),
	];

	constructor(config, context) {
		super(config, context);
		this.global = globalThis;
		this.context = OWN_CONTEXT;
		const { constructor: Mocker } = this.moduleMocker;
		this.moduleMocker = new Mocker(globalThis);
		const { constructor: FakeTimers } = this.fakeTimersModern;
		this.fakeTimersModern = new FakeTimers({ config: config.projectConfig, global: globalThis });
	}

	async teardown() {
		// Also what it spied on in a package that the next file shares.
		this.moduleMocker.restoreAllMocks();
		await super.teardown();
		forget();
		for (const storage of storages) storage.disable();
		storages.clear();
		for (const restore of this.restores) restore();
	}
};
