/**
 * Names that follow content follow that of amended objects too: an amended ConfigMap has another name, what refers to it
 * refers to that name, and a Job whose pods then differ has another name as well.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Manifest, withConfigMapNames } from '../../read';
import { nameAfter } from '../content';

/** Objects before and after amendments, by their final names. */
export interface Followed {
  readonly drawn: readonly Manifest[];
  readonly manifests: readonly Manifest[];
}

const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

const called = (manifest: Manifest, name: string): Manifest =>
  name === manifest.metadata.name ? manifest : { ...manifest, metadata: { ...manifest.metadata, name } };

/** New names of the amended ConfigMaps, by namespace and old name. */
function mapNames(drawn: readonly Manifest[], amended: readonly Manifest[]): ReadonlyMap<string, string> {
  return new Map(
    drawn.flatMap((before, i) => {
      const after = amended[i];
      if (before.kind !== 'ConfigMap' || after === undefined || after === before) return [];
      const name = nameAfter(before, after);
      return name === before.metadata.name ? [] : [[keyOf(before.metadata.namespace, before.metadata.name), name]];
    }),
  );
}

/** @param amended the objects of `drawn`, in the same order; one that no amendment changes is the very same */
export function followContent(drawn: readonly Manifest[], amended: readonly Manifest[]): Followed {
  const names = mapNames(drawn, amended);
  const referring = (manifest: Manifest): Manifest => {
    const { namespace, name } = manifest.metadata;
    const own = manifest.kind === 'ConfigMap' ? names.get(keyOf(namespace, name)) : undefined;
    const refers = withConfigMapNames(manifest, (other) => names.get(keyOf(namespace, other)));
    return called(refers, own ?? name);
  };
  const pairs = drawn.map((before, i) => {
    const after = amended[i] ?? before;
    if (names.size === 0) return { before, after };
    const [was, is] = [referring(before), referring(after)];
    return isDeepStrictEqual(was, before) && after === before ? { before, after } : { before: was, after: is };
  });
  const followed = pairs.map(({ before, after }, i) => {
    const original = drawn[i] ?? before;
    if (original.kind !== 'Job' || isDeepStrictEqual(original['spec'], after['spec'])) return { before, after };
    const name = nameAfter(original, after);
    return { before: called(before, name), after: called(after, name) };
  });
  return { drawn: followed.map(({ before }) => before), manifests: followed.map(({ after }) => after) };
}
