/**
 * The tests of rules, plan and sizing, which a mutation run repeats for every mutant: without those that ask every rule
 * about everything or start processes.
 */
module.exports = {
  ...require('./unit.cjs'),
  roots: ['amendments', 'gguf', 'invalid', 'lock', 'plan', 'rules', 'sizing'].map(
    (folder) => `<rootDir>/test/${folder}`,
  ),
  // A mutant that changes how a module loads needs modules of its own.
  runtime: undefined,
  // Stryker resolves the path by itself.
  testEnvironment: require.resolve('./environment.cjs'),
  runner: '<rootDir>/test/mutation/runner.cjs',
  testPathIgnorePatterns: ['/node_modules/', 'everything.test.ts', 'command.test.ts'],
};
