/** Unit, property and snapshot tests; the tests on real components have their own configurations in test/. */
module.exports = {
  rootDir: '../..',
  runtime: '<rootDir>/test/jest/runtime.cjs',
  testEnvironment: '<rootDir>/test/jest/kept-environment.cjs',
  // All cores: the default leaves one idle, which is half of a small machine.
  maxWorkers: '100%',
  // A worker has nothing open at its end, and Node then frees its heap: on a loaded machine that takes longer than
  // jest's half second.
  workerGracefulExitTimeout: 10_000,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Each of these has a configuration and a command of its own: `npm run test:programs`, `test:package`, `test:cluster`,
  // `test:node`, `test:delivery`, `test:engines`, `test:gateway`, `test:keda`, `test:operations`, `test:pages`,
  // `test:versions`.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...[
      'cluster',
      'command',
      'delivery',
      'diff',
      'discover',
      'engines',
      'gateway',
      'gitops',
      'key',
      'keda',
      'versions',
      'lock',
      'node',
      'operations',
      'package',
      'pages',
      'preflight',
      'programs',
      'pulumi',
      'synth',
      'workflows',
    ].map((folder) => `<rootDir>/test/${folder}/`),
  ],
  // The package by its name is the source of the library, as for the compiler: tsconfig.json.
  moduleNameMapper: {
    '^corral$': '<rootDir>/lib/index.ts',
    '^corral/constructs$': '<rootDir>/lib/constructs/index.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { sourceMaps: true, jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
};
