/** Tests on a real control plane; three files at a time, since controllers wait more than they work. */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/cluster'],
  globalSetup: '<rootDir>/test/cluster/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/cluster/control-plane/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 3,
  reporters: ['default', ['<rootDir>/test/figures/reporter.cjs', { page: 'proof.md' }]],
  // Time limits end what hangs; they are no promise, and hold on a machine that has other work.
  testTimeout: 900_000,
};
