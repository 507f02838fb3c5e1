/**
 * Which object of one side is which of the other: the same identity, a new content hash, or a new name for the same
 * thing.
 */
import { replacements } from '../delivery';
import { canonicalJson } from '../core';
import type { Manifest } from '../kubernetes/read';
import { leaves } from './fields';
import { isServing, type Placed } from './side';

/** Two states of one object. */
export interface Pair {
  readonly before: Placed;
  readonly after: Placed;
  /** `content`: only the hash at the end of its name differs. `name`: it was given another name. */
  readonly renamed?: 'content' | 'name';
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  readonly added: readonly Placed[];
  readonly removed: readonly Placed[];
}

/**
 * Part of the leaves that two workloads must share to be the same under another name; less when they serve the same
 * weights.
 */
const alike = { otherwise: 0.8, sameWeights: 0.5 } as const;

/** Stands for an object's own name, so that what follows from the name does not count as a difference. */
const placeholder = '§';

const replaceName = (manifest: Manifest, name: string, by: string): Manifest =>
  JSON.parse(JSON.stringify(manifest).replaceAll(name, by)) as Manifest;

const weightsOf = ({ metadata }: Manifest): string =>
  canonicalJson(Object.entries(metadata.annotations ?? {}).filter(([key]) => /^corral\.dev\/models?$/.test(key)));

/** Only workloads of one kind, in one namespace, with the same weights can be the same. */
const sort = ({ manifest }: Placed): string =>
  `${manifest.kind} ${manifest.metadata.namespace ?? ''} ${weightsOf(manifest)}`;

/** How much two workloads have in common, from 0 to 1. */
function likeness({ manifest: before }: Placed, { manifest: after }: Placed): number {
  const old = new Set(leaves(replaceName(before, before.metadata.name, placeholder)));
  const now = leaves(replaceName(after, after.metadata.name, placeholder));
  const shared = now.filter((leaf) => old.has(leaf)).length;
  return shared / (old.size + now.length - shared);
}

/**
 * Workloads that go and come under another name, the likest first; equal likeness is decided by the names, whichever
 * side is first.
 */
function renamedWorkloads(removed: readonly Placed[], added: readonly Placed[]): readonly Pair[] {
  const bySort = new Map<string, Placed[]>();
  for (const after of added)
    if (isServing(after.manifest)) bySort.set(sort(after), [...(bySort.get(sort(after)) ?? []), after]);
  const candidates = removed
    .filter(({ manifest }) => isServing(manifest))
    .flatMap((before) =>
      (bySort.get(sort(before)) ?? []).map((after) => ({
        before,
        after,
        score: likeness(before, after),
        key: [before.title, after.title].sort().join(),
      })),
    )
    .filter(
      ({ score, before }) =>
        score >= (weightsOf(before.manifest) === canonicalJson([]) ? alike.otherwise : alike.sameWeights),
    )
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  const taken = new Set<Placed>();
  return candidates.flatMap(({ before, after }) => {
    if (taken.has(before) || taken.has(after)) return [];
    taken.add(before).add(after);
    return [{ before, after, renamed: 'name' as const }];
  });
}

const named = ({
  manifest: {
    kind,
    metadata: { namespace = '', name },
  },
}: Placed): string => `${kind} ${namespace}/${name}`;

/** Objects that belong to a renamed workload, and carry its name in theirs. */
function companions(removed: readonly Placed[], added: readonly Placed[], workloads: readonly Pair[]): readonly Pair[] {
  const byName = new Map(added.map((object) => [named(object), object]));
  return workloads.flatMap(({ before: { manifest: old }, after: { manifest: now } }) =>
    removed.flatMap((before) => {
      const { name } = before.manifest.metadata;
      if (before.manifest === old || !name.startsWith(old.metadata.name)) return [];
      const newName = now.metadata.name + name.slice(old.metadata.name.length);
      const after = byName.get(
        named({
          ...before,
          manifest: { ...before.manifest, metadata: { ...before.manifest.metadata, name: newName } },
        }),
      );
      return after === undefined ? [] : [{ before, after, renamed: 'name' as const }];
    }),
  );
}

/** Companions whose names end in a hash that changed with the workload's name. */
function hashedCompanions(
  removed: readonly Placed[],
  added: readonly Placed[],
  workloads: readonly Pair[],
): readonly Pair[] {
  return workloads.flatMap(({ before: { manifest: old }, after: { manifest: now } }) => {
    const own = (objects: readonly Placed[], name: string, by: string) =>
      objects
        .filter(({ manifest }) => manifest.metadata.name.startsWith(`${name}-`))
        .map((object) => ({
          object,
          kind: object.manifest.kind,
          namespace: object.manifest.metadata.namespace,
          name: by + object.manifest.metadata.name.slice(name.length),
        }));
    return replacements(own(removed, old.metadata.name, placeholder), own(added, now.metadata.name, placeholder)).map(
      ({ from, to }) => ({ before: from.object, after: to.object, renamed: 'name' as const }),
    );
  });
}

function without(objects: readonly Placed[], pairs: readonly Pair[], side: 'before' | 'after'): readonly Placed[] {
  const taken = new Set(pairs.map((pair) => pair[side]));
  return objects.filter((object) => !taken.has(object));
}

/** Pairs the objects of two sides. */
export function pairObjects(before: readonly Placed[], after: readonly Placed[]): Pairing {
  const byIdentity = new Map(after.map((object) => [object.identity, object]));
  const same = before.flatMap((object): readonly Pair[] => {
    const other = byIdentity.get(object.identity);
    return other === undefined ? [] : [{ before: object, after: other }];
  });
  const steps = [
    (removed: readonly Placed[], added: readonly Placed[]): readonly Pair[] => {
      const entry = (object: Placed) => ({
        object,
        kind: object.manifest.kind,
        namespace: object.manifest.metadata.namespace,
        name: object.manifest.metadata.name,
      });
      return replacements(removed.map(entry), added.map(entry)).map(({ from, to }) => ({
        before: from.object,
        after: to.object,
        renamed: 'content',
      }));
    },
    renamedWorkloads,
  ];
  let pairs = same;
  const rest = () => [without(before, pairs, 'before'), without(after, pairs, 'after')] as const;
  for (const step of steps) pairs = [...pairs, ...step(...rest())];
  const workloads = pairs.filter(({ renamed, before: { manifest } }) => renamed === 'name' && isServing(manifest));
  pairs = [...pairs, ...companions(...rest(), workloads)];
  pairs = [...pairs, ...hashedCompanions(...rest(), workloads)];
  const [removed, added] = rest();
  return { pairs, added, removed };
}
