/** Tests of the package as a user installs it: they pack it, install it with npm, and run it in folders of their own. */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/package'],
  globalSetup: '<rootDir>/test/package/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/components/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 2,
  testTimeout: 300_000,
};
