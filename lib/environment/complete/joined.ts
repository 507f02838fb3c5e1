/** The levels of what a user adds, joined: the environment, then the pools, then the workload, which wins. */
import { childPath, isSameJson, own, type Path } from '../../core';
import { coveredBy, type ObjectAdditions, type PodAdditions, type PodAdditionsBase } from '../../workload';
import type { FaultList } from '../fault-codes';
import type { NodePool } from '../node-pool';
import { mountTaken } from './additions';

const byKey = ['env', 'volumes', 'labels', 'annotations'] as const;

/** Values of several levels by key; the last wins. `undefined` where no level has any. */
function merged<T>(
  levels: readonly (Readonly<Record<string, T>> | undefined)[],
): Readonly<Record<string, T>> | undefined {
  if (levels.every((level) => level === undefined)) return undefined;
  return Object.fromEntries(levels.flatMap((level) => Object.entries(level ?? {})));
}

/** Entries of several levels, each once. */
function all<T>(levels: readonly (readonly T[] | undefined)[]): readonly T[] | undefined {
  if (levels.every((level) => level === undefined)) return undefined;
  return levels
    .flatMap((level) => level ?? [])
    .filter((entry, i, entries) => entries.findIndex((other) => isSameJson(entry, other)) === i);
}

const joined = (levels: readonly PodAdditions[]): PodAdditions => ({
  env: merged(levels.map(({ env }) => env)),
  volumes: merged(levels.map(({ volumes }) => volumes)),
  labels: merged(levels.map(({ labels }) => labels)),
  annotations: merged(levels.map(({ annotations }) => annotations)),
  imagePullSecrets: all(levels.map(({ imagePullSecrets }) => imagePullSecrets)),
  nodeRemoval: levels.reduce<PodAdditions['nodeRemoval']>((found, { nodeRemoval }) => nodeRemoval ?? found, undefined),
  nodeSelector: merged(levels.map(({ nodeSelector }) => nodeSelector)),
  tolerations: all(levels.map(({ tolerations }) => tolerations)),
});

/** What two pools add differently, as fields below `pods`, where the workload does not decide. */
function differing(one: PodAdditionsBase, other: PodAdditionsBase, decided: PodAdditionsBase): readonly string[] {
  const entries = byKey.flatMap((field) =>
    Object.entries(one[field] ?? {})
      .filter(([key, value]) => {
        const theirs = own<unknown>(other[field], key);
        return theirs !== undefined && own<unknown>(decided[field], key) === undefined && !isSameJson(value, theirs);
      })
      .map(([key]) => childPath(field, key)),
  );
  const removal =
    decided.nodeRemoval === undefined &&
    one.nodeRemoval !== undefined &&
    other.nodeRemoval !== undefined &&
    one.nodeRemoval !== other.nodeRemoval;
  return [...entries, ...(removal ? ['nodeRemoval'] : [])];
}

/** A pod may land on any of its pools, and has one template: where two of them differ, none of them can win. */
function refuseDifferences(
  faults: FaultList,
  pools: readonly NodePool[],
  decided: PodAdditionsBase,
  place: Path,
  instead: (field: string) => string,
): void {
  const reported = new Set<string>();
  const adding = pools.filter(({ pods }) => Object.keys(pods).length > 0);
  adding.forEach((pool, i) => {
    for (const other of adding.slice(0, i)) {
      for (const field of differing(other.pods, pool.pods, decided).filter((each) => !reported.has(each))) {
        reported.add(field);
        faults.add(
          'PoolAdditionsDiffer',
          place,
          `pods.${field} differs between pool '${other.name}' and pool '${pool.name}', and a pod may run on both`,
          { fix: [instead(field), 'the same value in both pools'] },
        );
      }
    }
  });
}

/** A folder of one level that covers a folder of another; those of one level are compared where they are given. */
function refuseCovered(faults: FaultList, levels: readonly PodAdditions[], place: Path): void {
  const paths = levels.map(({ volumes }) => Object.keys(volumes ?? {}));
  paths.forEach((ofLevel, i) => {
    const before = paths.slice(0, i).flat();
    for (const path of ofLevel) {
      const covered = coveredBy(
        path,
        before.filter((other) => other !== path),
      );
      if (covered !== undefined) mountTaken(faults, path, `${covered} of another volume`, childPath(place, path));
    }
  });
}

/** What is added to the pods of a workload. */
export function joinPods(
  faults: FaultList,
  environment: PodAdditions,
  pools: readonly NodePool[],
  given: PodAdditions,
  place: Path,
): PodAdditions {
  refuseDifferences(faults, pools, given, childPath(place, 'pools'), (field) => `set pods.${field} of the workload`);
  const levels = [environment, ...pools.map(({ pods }) => pods), given];
  refuseCovered(faults, levels, childPath(place, 'pods', 'volumes'));
  return joined(levels);
}

/** What is added to the pods beside the engines. */
export function joinSupportPods(
  faults: FaultList,
  environment: PodAdditions,
  pools: readonly NodePool[],
  place: Path,
): PodAdditions {
  refuseDifferences(faults, pools, {}, place, () => 'one of the two pools in supportPools');
  return joined([environment, ...pools.map((pool) => pool.pods)]);
}

/** What is added to the objects of a workload. */
export const joinObjects = (environment: ObjectAdditions, given: ObjectAdditions): ObjectAdditions => ({
  labels: merged([environment.labels, given.labels]),
  annotations: merged([environment.annotations, given.annotations]),
});
