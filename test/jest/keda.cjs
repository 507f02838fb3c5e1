/**
 * Tests with the real KEDA on a real control plane, with a real Prometheus before a real gateway and real engines. KEDA
 * takes half an hour to build, so they run by themselves.
 */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/keda'],
  globalSetup: '<rootDir>/test/keda/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/cluster/control-plane/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 1,
  testTimeout: 300_000,
};
