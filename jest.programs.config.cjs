/** Programs of containers and commands of ours, as processes with real shells, real git and real kills: slower than the rest. */
const { transform, snapshotFormat } = require('./jest.config.cjs');

module.exports = {
  rootDir: __dirname,
  roots: ['diff', 'discover', 'gitops', 'lock', 'preflight', 'programs', 'pulumi', 'synth', 'workflows'].map((folder) => `<rootDir>/test/${folder}`),
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  transform,
  snapshotFormat,
};
