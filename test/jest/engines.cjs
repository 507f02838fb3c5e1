/**
 * Tests on the real engines; one file after the other, since each model takes the whole machine. `--full` of
 * `npm run test:engines`, which is ALL=1, runs every combination.
 */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/engines'],
  globalSetup: '<rootDir>/test/engines/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/components/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  maxWorkers: 1,
  testTimeout: process.env.ALL ? 3_600_000 : 600_000,
};
