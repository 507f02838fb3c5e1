/**
 * Tests with the real controllers of others on a real control plane: what is rendered for them is issued and filled;
 * three files at a time, since controllers wait more than they work.
 */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/operations'],
  globalSetup: '<rootDir>/test/operations/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/cluster/control-plane/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 3,
  testTimeout: 600_000,
};
