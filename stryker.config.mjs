/** Mutation testing of the rules: every comparison in them is weakened in turn, and a test must fail. */
export default {
  mutate: ['lib/rules/**/*.ts'],
  testRunner: 'jest',
  jest: { configFile: 'jest.mutate.config.cjs' },
  coverageAnalysis: 'perTest',
  // Whatever an object leaves out is tested for all rules at once, in everything.test.ts, which is too slow to repeat.
  mutator: { excludedMutations: ['OptionalChaining'] },
  // What runs only when a module is loaded (names, promises, tables of values) would need every test for each mutant.
  ignoreStatic: true,
  concurrency: 2,
  ignorePatterns: ['**', '!lib/**/*.ts', '!test/rules/**/*.ts', '!jest.config.cjs', '!jest.mutate.config.cjs', '!package.json'],
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  thresholds: { high: 100, low: 98, break: 98 },
};
