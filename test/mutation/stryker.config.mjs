/**
 * Mutation testing of what decides: every comparison is weakened in turn, and a test must fail. `npm run mutate` takes
 * the rules, and what is made of their comparisons too; `COMPARISONS=1 npm run mutate -- --mutate
 * 'lib/plan/placement/*.ts'` the comparisons of a part of the plan or the sizing. What survives there changes nothing
 * that anybody could see: limits of searches, ties, what is asked twice.
 */
const onlyComparisons =
  process.env.COMPARISONS === undefined
    ? []
    : [
        'ArithmeticOperator',
        'AssignmentOperator',
        'BooleanLiteral',
        'ConditionalExpression',
        'LogicalOperator',
        'MethodExpression',
        'UnaryOperator',
      ];

export default {
  mutate: ['lib/rules/**/*.ts'],
  testRunner: 'jest',
  // Jest takes a test for unrelated that reaches a file through the index of its room: most of the plan's would not be
  // run.
  jest: { configFile: 'test/jest/mutate.cjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // Comparisons and what is made of them; whatever an object leaves out is tested for all rules at once, in
  // everything.test.ts, which is too slow to repeat.
  mutator: {
    excludedMutations: [
      'ArrayDeclaration',
      'ArrowFunction',
      'BlockStatement',
      'ObjectLiteral',
      'OptionalChaining',
      'Regex',
      'StringLiteral',
      'UpdateOperator',
      ...onlyComparisons,
    ],
  },
  // What runs only when a module is loaded (names, promises, tables of values) would need every test for each mutant.
  ignoreStatic: true,
  concurrency: 2,
  ignorePatterns: [
    '**',
    '!lib/**',
    '!overlays/**',
    '!docs/explanation/*.md',
    '!scripts/**/*.ts',
    '!package.json',
    ...[
      'amendments',
      'charts',
      'constructs/support',
      'engines/support',
      'generators',
      'gguf',
      'invalid',
      'jest',
      'lock',
      'mutation',
      'operations/support',
      'plan',
      'rules',
      'sizing',
    ].map((folder) => `!test/${folder}/**`),
  ],
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  thresholds: { high: 100, low: 98, break: onlyComparisons.length === 0 ? 98 : null },
};
