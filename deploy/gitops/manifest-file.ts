/**
 * Reads an object from a file of the repository. The text may be hostile: it is read as plain data, without aliases,
 * and to a limited depth.
 */
import { CORE_SCHEMA, load } from 'js-yaml';
import type { Manifest } from '../../lib';
import type { Lock } from '../../lib/internal';

/** Levels of the deepest object that is read; a schema of a CustomResourceDefinition has some sixty. */
const deepest = 200;

/** Whether a value is a tree of limited depth. Aliases make one object appear twice, or in itself. */
function isTree(value: unknown): boolean {
  const seen = new Set<unknown>();
  const waiting: (readonly [value: unknown, depth: number])[] = [[value, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [inner, depth] = next;
    if (typeof inner !== 'object' || inner === null) continue;
    if (seen.has(inner) || depth > deepest) return false;
    seen.add(inner);
    for (const each of Object.values(inner)) waiting.push([each, depth + 1]);
  }
  return true;
}

function loaded(text: string): unknown {
  try {
    // No merge keys and no dates: what Corral writes has none, and merges grow faster than their text.
    return load(text, { schema: CORE_SCHEMA });
  } catch {
    return undefined;
  }
}

/** The object of a lock's entry; `undefined` when the text is anything else. */
export function manifestIn(
  text: string,
  { apiVersion, kind, namespace, name }: Lock['objects'][string],
): Manifest | undefined {
  const value = loaded(text) as Partial<Manifest> | null | undefined;
  if (typeof value !== 'object' || value === null || !isTree(value)) return undefined;
  const { metadata } = value as { readonly metadata?: Partial<Manifest['metadata']> | null };
  const isSame =
    value.apiVersion === apiVersion &&
    value.kind === kind &&
    metadata?.name === name &&
    metadata.namespace === namespace;
  return isSame ? (value as Manifest) : undefined;
}
