/** Tests of the ways out of the house, with the real tools on a real control plane; one file after the other. */
const { transform, snapshotFormat } = require('./jest.config.cjs');

module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test/delivery'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/test/cluster/control-plane/jest-environment.cjs',
  transform,
  snapshotFormat,
  maxWorkers: 1,
  testTimeout: 180_000,
};
