/** Tests of the gateway: the real Envoy and the policy, real engines, on loopback. Two files at a time: most is waiting. */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/gateway'],
  globalSetup: '<rootDir>/test/gateway/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/components/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 2,
  testTimeout: process.env.LONG ? 900_000 : 300_000,
};
