/** The ClusterRole that the how-to page gives to a user who only reads a cluster. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Manifest } from '../../../lib';

export interface Role extends Manifest {
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

export function documentedRole(): Role {
  const page = readFileSync(join(__dirname, '../../../docs/how-to/preflight.md'), 'utf8');
  const [, text = ''] = /```yaml\n([^]*?)```/.exec(page) ?? [];
  return load(text) as Role;
}
