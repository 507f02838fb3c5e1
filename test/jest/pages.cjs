/** Tests of the pages of `corral report` in a real Chromium without a network. */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/pages'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/components/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 2,
  // Time limits end what hangs; they are no promise, and hold on a machine that has other work.
  testTimeout: 600_000,
};
