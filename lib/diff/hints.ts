/** Why a change replaces pods of workloads that it is not about, and what to set so that the next one does not. */
import { part, podTemplate } from '../kubernetes/read';
import type { Pair } from './pairing';
import { isServing, type Side } from './side';

const hostname = 'kubernetes.io/hostname';

interface Expression {
  readonly key: string;
  readonly values?: readonly string[];
}

/** Names of the nodes that a pod may run on, where it finds them by their names. */
function nodeNames({ manifest }: Pair['before']): readonly string[] {
  const terms = part(
    podTemplate(manifest),
    'spec',
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  );
  return ((terms ?? []) as readonly { readonly matchExpressions?: readonly Expression[] }[]).flatMap(
    ({ matchExpressions = [] }) =>
      matchExpressions.filter(({ key }) => key === hostname).flatMap(({ values = [] }) => values),
  );
}

/** Pools of names alone whose nodes changed. */
function changedPools(
  { namedPools: before = {} }: NonNullable<Side['facts']>,
  { namedPools: after = {} }: NonNullable<Side['facts']>,
): readonly string[] {
  return Object.keys(after).filter((pool) => before[pool] !== undefined && before[pool].join() !== after[pool]?.join());
}

function byNames(pairs: readonly Pair[], before: Side, after: Side): readonly string[] {
  const replaced = pairs
    .filter((pair) => {
      const [old, now] = [nodeNames(pair.before), nodeNames(pair.after)];
      return isServing(pair.after.manifest) && old.length > 0 && now.length > 0 && old.join() !== now.join();
    })
    .map(({ after: { title } }) => title);
  if (replaced.length === 0) return [];
  const pools = before.facts === undefined || after.facts === undefined ? [] : changedPools(before.facts, after.facts);
  const fields =
    pools.length === 0
      ? 'labels in the pool'
      : pools.map((pool) => `labels: { 'corral.dev/pool': '${pool}' } in pool ${pool}`).join(' and ');
  return [
    `pods of ${replaced.join(', ')} are replaced because their nodes are selected by name; with ${fields}, a new node replaces no pods`,
  ];
}

function supportMoved({ facts: before }: Side, { facts: after }: Side): readonly string[] {
  const [from, to] = [before?.supportPools, after?.supportPools];
  const moved = after?.support;
  if (from === undefined || to === undefined || moved === undefined || from.join() === to.join()) return [];
  return [
    `${moved} run on pool ${to.join(', ')} instead of ${from.join(', ')}; set supportPools to keep them on their pools`,
  ];
}

/** A sentence for each cause. */
export const hints = (pairs: readonly Pair[], before: Side, after: Side): readonly string[] => [
  ...byNames(pairs, before, after),
  ...supportMoved(before, after),
];
