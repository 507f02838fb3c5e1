/**
 * Programs of containers and commands of ours, as processes with real shells, real git and real kills: slower than the
 * rest.
 */
const { moduleNameMapper, transform, snapshotFormat, workerGracefulExitTimeout } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  // Processes wait as much as they work.
  maxWorkers: 2,
  roots: [
    'command',
    'diff',
    'discover',
    'gitops',
    'key',
    'lock',
    'preflight',
    'programs',
    'pulumi',
    'synth',
    'workflows',
  ].map((folder) => `<rootDir>/test/${folder}`),
  globalSetup: '<rootDir>/test/programs/global-setup.ts',
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/components/jest-environment.cjs',
  moduleNameMapper,
  transform,
  snapshotFormat,
  workerGracefulExitTimeout,
  // Time limits end what hangs; they are no promise, and hold on a machine that has other work.
  testTimeout: 240_000,
};
