/** What goes with rights in one namespace, and what does not. */
import { childPath, isPlainObject, type Path } from '../../core';
import type { Cluster } from '../cluster';
import type { FaultList } from '../fault-codes';
import type { NodePool } from '../node-pool';
import { type Scope, scopes } from '../scope';
import { type ServerWorkload, workloadPlace } from '../../workload';
import { refuseTwice } from './lists';

interface Mismatch {
  /** Fields that only the other scope has. */
  readonly wrong: readonly string[];
  readonly found: string;
  readonly fix: readonly string[];
}

const mismatches: Readonly<Record<Scope, Mismatch>> = {
  cluster: {
    wrong: ['namespace', 'existingQuotas', 'existingLimits'],
    found: "goes with scope 'namespaced' only",
    fix: ["scope: 'namespaced'", 'leave it out'],
  },
  namespaced: {
    wrong: ['namespaces'],
    found: 'engines and store share one namespace',
    fix: ["namespace: 'NAME' of the one that exists"],
  },
};

/**
 * The fields of a cluster without those of the other scope, which are reported here: that there is no such field would
 * not be the reason.
 */
export function fieldsOfScope(faults: FaultList, input: unknown, place: Path): unknown {
  if (!isPlainObject(input)) return input;
  const { wrong, found, fix } = input['scope'] === 'namespaced' ? mismatches.namespaced : mismatches.cluster;
  // A scope that is misspelt is reported itself.
  const isScope = input['scope'] === undefined || scopes.some((each) => each === input['scope']);
  for (const field of wrong)
    if (isScope && field in input) faults.add('ScopeMismatch', childPath(place, field), found, { fix });
  return Object.fromEntries(Object.entries(input).filter(([field]) => !wrong.includes(field)));
}

/** Each object once, and of a quota only what it counts. */
export function checkExisting(faults: FaultList, cluster: Cluster, place: Path): void {
  const { existingQuotas, existingLimits } = cluster;
  refuseTwice(faults, existingQuotas, childPath(place, 'existingQuotas'), ({ name }) => `ResourceQuota '${name}'`);
  refuseTwice(faults, existingLimits, childPath(place, 'existingLimits'), ({ name }) => `LimitRange '${name}'`);
  existingQuotas.forEach(({ hard, usedByOthers = {} }, i) => {
    for (const resource of Object.keys(usedByOthers)) {
      if (resource in hard) continue;
      faults.add(
        'ScopeMismatch',
        childPath(place, 'existingQuotas', i, 'usedByOthers', resource),
        `the quota does not count '${resource}'`,
        { allowed: Object.keys(hard).map((each) => `'${each}'`), fix: 'leave it out, or add it to hard' },
      );
    }
  });
}

/** Who may make what is not in the namespace. */
const outside = 'and the rights of this environment end at its namespace';

/** Volumes on named disks are PersistentVolumes, and the device plugin has a namespace of its own. */
export function checkOutside(
  faults: FaultList,
  { scope }: Cluster,
  pools: Iterable<NodePool>,
  servers: readonly ServerWorkload[],
  place: Path,
): void {
  if (scope !== 'namespaced') return;
  for (const { name, gpu } of pools) {
    if (gpu === undefined || gpu.sharing.by === 'none' || gpu.sharing.devicePlugin !== 'owned') continue;
    faults.add(
      'ScopeMismatch',
      childPath(place, 'nodePools', name, 'sharing', 'devicePlugin'),
      `'owned' writes a ConfigMap into the namespace of the device plugin, ${outside}`,
      { fix: "devicePlugin: 'existing'" },
    );
  }
  for (const server of servers) {
    if (server.local.kind !== 'static') continue;
    faults.add(
      'ScopeMismatch',
      childPath(workloadPlace(place, server), 'local', 'kind'),
      `'static' makes PersistentVolumes and a StorageClass, ${outside}`,
      { fix: ["local { kind: 'csi', tier }", "local { kind: 'ephemeral' }"] },
    );
  }
}

/** Values of classes that no pod names. */
export function checkPriorities(faults: FaultList, { priorityClasses }: Cluster, given: unknown, place: Path): void {
  if (priorityClasses !== 'none' || given === undefined) return;
  faults.add(
    'ScopeMismatch',
    childPath(place, 'priorities'),
    "are values of PriorityClasses, and with priorityClasses 'none' no pod names one",
    { fix: ['leave them out', "cluster.priorityClasses: 'existing'"] },
  );
}
