const path = require('node:path');
const OwnContext = require('../../test/oncePerWorker/environment.js');

/** A test's name with those of the blocks around it, as Jest reports it. */
const nameOf = ({ name, parent }) => (parent?.parent ? `${nameOf(parent)} ${name}` : name);

/**
 * Tells Stryker which test runs, so that it learns which tests a change can reach; of a file only runs the
 * tests that are wanted, up to the first that fails.
 */
module.exports = class MutationEnvironment extends OwnContext {
	/** Ids of the tests to run; unless given, all. */
	static wanted;
	static idOf = (testPath, fullName) => `${path.relative(process.cwd(), testPath)}: ${fullName}`;

	constructor(config, context) {
		super(config, context);
		this.testPath = context.testPath;
	}

	handleTestEvent({ name, test }) {
		const { wanted } = MutationEnvironment;
		if (name === 'test_start') {
			this.id = MutationEnvironment.idOf(this.testPath, nameOf(test));
			if (wanted && (this.failed || !wanted.has(this.id))) test.mode = 'skip';
		} else if (name === 'test_started') {
			// What is skipped never gets here.
			this.global.__stryker__.currentTestId = this.id;
		} else if (name === 'test_done') {
			this.failed ||= test.errors.length > 0;
			this.global.__stryker__.currentTestId = undefined;
		}
	}
};
