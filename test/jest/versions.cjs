/** Tests on the oldest and the newest API server. Each takes as long to build as the usual one, so they run by themselves. */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/versions'],
  globalSetup: '<rootDir>/test/versions/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/cluster/control-plane/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 1,
  testTimeout: 300_000,
};
