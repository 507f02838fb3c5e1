/** Benchmarks of plan and rules, one after the other: each prints its times and asserts ratios of its own run. */
const { transform } = require('./jest.config.cjs');

module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test/plan', '<rootDir>/test/rules'],
  testMatch: ['**/*.bench.ts'],
  testEnvironment: 'node',
  transform,
  maxWorkers: 1,
};
