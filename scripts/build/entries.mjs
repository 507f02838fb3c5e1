/** The entries of the package. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Entries that others import, as in `exports` of package.json. */
export const libraries = {
  index: 'lib/index.ts',
  constructs: 'lib/constructs/index.ts',
  program: 'scripts/program.ts',
  pulumi: 'deploy/pulumi/stack.ts',
};

/** Those that export types: all of them are in the declarations of `index`. The others export functions only. */
export const withTypes = ['index', 'constructs'];

/** What the program loads by need, so that `--help` loads none of it. */
export const modules = {
  'commands/init': 'scripts/init/index.ts',
  'commands/synth': 'scripts/synth/index.ts',
  'commands/plan': 'scripts/plan/index.ts',
  'commands/report': 'scripts/report/index.ts',
  'commands/diff': 'scripts/diff/index.ts',
  'commands/gitops': 'scripts/gitops/index.ts',
  'commands/preflight': 'scripts/preflight/index.ts',
  'commands/discover': 'scripts/discover/index.ts',
  'commands/lock': 'scripts/lock/index.ts',
  'commands/measure': 'scripts/measure/index.ts',
  'commands/key': 'scripts/key/index.ts',
  'commands/restore': 'scripts/restore/index.ts',
  'commands/attempt': 'scripts/command/attempt.ts',
  'commands/faults': 'scripts/command/report.ts',
  'commands/typescript': 'scripts/command/typescript.ts',
  'commands/internal': 'lib/internal.ts',
  'commands/revision': 'scripts/diff/of-folder.ts',
};
