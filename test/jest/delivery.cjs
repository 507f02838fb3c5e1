/**
 * Tests of the ways out of the house, with the real tools on a real control plane; three files at a time, since
 * controllers wait more than they work.
 */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/delivery'],
  globalSetup: '<rootDir>/test/delivery/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/cluster/control-plane/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 3,
  testTimeout: 600_000,
};
