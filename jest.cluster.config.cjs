/** Tests on a real control plane; one file after the other, since each control plane uses the whole machine. */
const { transform, snapshotFormat } = require('./jest.config.cjs');

module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test/cluster'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/cluster/control-plane/jest-environment.cjs',
  transform,
  snapshotFormat,
  maxWorkers: 1,
  testTimeout: 120_000,
};
