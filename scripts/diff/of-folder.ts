/** Run as a process in a checkout of another revision: writes what its overlays become into the file that is named. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError, synthesiseAll } from '../../lib';
import { environmentsFor } from '../command/overlays';
import { loadTypeScript } from '../command/typescript';

const [file = ''] = process.argv.slice(2);
const root = process.cwd();
const index = join(root, 'overlays', 'index.ts');

function answer(): unknown {
  try {
    loadTypeScript(index);
    return {
      syntheses: synthesiseAll(environmentsFor([], { index, root }, { out: () => undefined, error: () => undefined })),
    };
  } catch (problem) {
    return {
      message: (problem as { readonly message?: string }).message ?? String(problem),
      faults: problem instanceof FaultError ? problem.faults : [],
    };
  }
}

writeFileSync(file, JSON.stringify(answer()));
