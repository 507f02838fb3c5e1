/** The entries of the package. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Entries that others import, as in `exports` of package.json. */
export const libraries = {
  index: 'lib/index.ts',
  constructs: 'lib/constructs/index.ts',
};

/** Files that are only run. */
export const modules = {};
