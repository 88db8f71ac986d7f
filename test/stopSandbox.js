/** After the last test file. */
module.exports = () => globalThis.stopSandbox();
