/** A kubectl that answers for a cluster of one plain node. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeOf } from '../../discover/support/recorded';

/** Writes the program and its kubeconfig below a folder; the variables let a command find both. */
export function kubectlIn(folder: string): NodeJS.ProcessEnv {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const config = {
    'current-context': 'one',
    contexts: [{ name: 'one', context: { cluster: 'one' } }],
    clusters: [{ name: 'one', cluster: { server: 'https://one.example' } }],
  };
  writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(config));
  const nodes = JSON.stringify({ kind: 'List', items: [nodeOf({ name: 'node-1' })] });
  writeFileSync(
    join(bin, 'kubectl'),
    `#!/bin/sh
case "$*" in
  *'config view'*) cat '${join(folder, 'kubeconfig')}';;
  *'/version'*) echo '{"major":"1","minor":"36"}';;
  *'/apis'*) echo '{"groups":[]}';;
  *'node,'*) echo '${nodes}';;
  *) echo '{"kind":"List","items":[]}';;
esac
`,
  );
  chmodSync(join(bin, 'kubectl'), 0o755);
  return { PATH: `${bin}:${process.env['PATH'] ?? ''}`, KUBECONFIG: join(folder, 'kubeconfig') };
}
