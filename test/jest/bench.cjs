/**
 * Benchmarks of plan, rules and files, one after the other: each prints its figures and asserts ratios of its own run,
 * or bytes.
 */
const { moduleNameMapper, transform } = require('./unit.cjs');

module.exports = {
  rootDir: '../..',
  roots: [
    '<rootDir>/test/environment',
    '<rootDir>/test/plan',
    '<rootDir>/test/render',
    '<rootDir>/test/report',
    '<rootDir>/test/rules',
  ],
  testMatch: ['**/*.bench.ts'],
  testEnvironment: 'node',
  moduleNameMapper,
  transform,
  maxWorkers: 1,
};
