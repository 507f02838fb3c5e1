/**
 * A kubectl that answers from a recorded cluster of `test/environments/clusters`. Its answers are files that a shell
 * prints: both commands call it many times.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveObject } from '../../../lib/internal';

const clusters = join(__dirname, '..', '..', 'environments', 'clusters');

interface Versions {
  readonly version: object;
  readonly groups: object;
  readonly resources: Readonly<Record<string, readonly string[]>>;
}

/** `ClusterPolicy` → `clusterpolicy`, `clusterpolicies`: as kubectl is asked for a kind. */
function wordsFor(kind: string): readonly string[] {
  const word = kind.toLowerCase();
  const plural = word.replace(/y$/, 'ie').replace(/(s|e)$/, (end) => (end === 's' ? 'se' : end));
  return [word, `${plural}s`];
}

/** `get KINDS`, with a namespace or without; a group after the name of a kind is left out. */
const script = (folder: string): string => `#!/bin/sh
namespace= raw= kinds=
while [ $# -gt 0 ]; do
  case "$1" in
    config) exec cat '${folder}/config' ;;
    --raw) raw=$2; shift ;;
    --namespace) namespace=@$2; shift ;;
    --context | --output | --selector) shift ;;
    --* | get) ;;
    *) kinds=\${kinds:-$1} ;;
  esac
  shift
done
if [ -n "$raw" ]; then
  exec cat "${folder}/raw$raw/answer"
fi
files=
IFS=,
for kind in $kinds; do
  name=\${kind%%.*}
  if [ -f "${folder}/objects/$name$namespace" ]; then files="$files,${folder}/objects/$name$namespace"
  elif [ -f "${folder}/objects/$name" ] && [ -f "${folder}/objects/$name.cluster" ]; then files="$files,${folder}/objects/$name"
  fi
done
answer=
if [ -n "$files" ]; then answer=$(cat \${files#,}); fi
printf '{"apiVersion":"v1","kind":"List","items":[%s]}' "\${answer#,}"
`;

/** Writes the program `kubectl` and what it answers into a folder. */
export function writeKubectl(folder: string, cluster: string): void {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(clusters, cluster, `${name}.json`), 'utf8'));
  const { version, groups, resources } = read('version') as Versions;
  const write = (path: string, value: unknown): void => {
    mkdirSync(join(folder, 'raw', path), { recursive: true });
    writeFileSync(join(folder, 'raw', path, 'answer'), JSON.stringify(value));
  };
  write('version', version);
  write('apis', groups);
  for (const [path, names] of Object.entries(resources))
    write(`apis/${path}`, { kind: 'APIResourceList', resources: names.map((name) => ({ name })) });

  mkdirSync(join(folder, 'objects'));
  const byFile = new Map<string, string>();
  for (const object of ['nodes', 'storage', 'system'].flatMap(
    (name) => (read(name) as { items: LiveObject[] }).items,
  )) {
    const { namespace } = object.metadata;
    for (const word of wordsFor(object.kind)) {
      for (const file of [word, namespace === undefined ? `${word}.cluster` : `${word}@${namespace}`])
        byFile.set(file, `${byFile.get(file) ?? ''},${JSON.stringify(object)}`);
    }
  }
  for (const [file, text] of byFile) writeFileSync(join(folder, 'objects', file), text);

  writeFileSync(
    join(folder, 'config'),
    JSON.stringify({
      'current-context': 'recorded',
      contexts: [{ name: 'recorded', context: { cluster: 'recorded' } }],
      clusters: [{ name: 'recorded', cluster: { server: 'https://recorded.example' } }],
    }),
  );
  writeFileSync(join(folder, 'kubectl'), script(folder));
  chmodSync(join(folder, 'kubectl'), 0o755);
}
