/** Tests on real nodes; two files at a time, since pods wait as much as they work. */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/node'],
  globalSetup: '<rootDir>/test/node/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/cluster/control-plane/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 2,
  reporters: ['default', ['<rootDir>/test/figures/reporter.cjs', { page: 'node-proof.md' }]],
  testTimeout: 600_000,
};
