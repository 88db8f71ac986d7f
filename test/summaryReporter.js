/** Ends a run with one line that any CI can read. */
class SummaryReporter {
	onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites }) {
		// A file that cannot even be loaded has no tests that could fail.
		const failed = numFailedTests || numFailedTestSuites;
		console.log(`\n${numPassedTests} passed, ${failed} failed`);
	}
}

module.exports = SummaryReporter;
