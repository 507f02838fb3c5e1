/** The tuning of nodes: only what can be set on such nodes, once, and where it has an effect. */
import { childPath, type Path } from '../../core';
import type { Cluster } from '../cluster';
import type { Exemption } from '../environment';
import type { FaultList } from '../fault-codes';
import type { NodePool } from '../node-pool';
import {
  type NodeOrigin,
  type PoolTuning,
  type PoolTuningInput,
  settableByDaemonSet,
  settableOn,
} from '../node-tuning';
import { nodeTuningName } from '../reserved-names';
import { refuseTwice } from './lists';

/** The tuning of a pool, complete; what such nodes do not take is reported. */
export function completeTuning(
  faults: FaultList,
  tuning: PoolTuningInput | undefined,
  origin: NodeOrigin,
  place: Path,
): PoolTuning | undefined {
  if (tuning === undefined) return undefined;
  const { settings, daemonSet } = tuning;
  const at = childPath(place, 'settings');
  refuseTwice(faults, settings, at, (setting) => `'${setting}'`);
  const allowed = [...new Set([...settableOn[origin], ...(daemonSet === undefined ? [] : settableByDaemonSet)])];
  settings.forEach((setting, i) => {
    if (allowed.includes(setting)) return;
    const byDaemonSet = settableByDaemonSet.includes(setting);
    faults.add('NodeSetting', childPath(at, i), `nodes of '${origin}' have no setting for '${setting}'`, {
      ...(allowed.length === 0 ? {} : { allowed: allowed.map((each) => `'${each}'`) }),
      fix: [...(byDaemonSet ? ["daemonSet: { reason: 'WHY' }, which sets it on each node"] : []), 'leave it out'],
    });
  });
  if (daemonSet !== undefined && !settings.some((setting) => settableByDaemonSet.includes(setting)))
    faults.add('NodeSetting', childPath(place, 'daemonSet'), 'none of the settings is one that a DaemonSet makes', {
      fix: [`settings with one of ${settableByDaemonSet.map((each) => `'${each}'`).join(', ')}`, 'leave it out'],
    });
  return { ...tuning, origin };
}

/** Checks the tuning of pools against the cluster: rights, and the store that a setting is for. */
export function checkTuning(
  faults: FaultList,
  { scope, weights }: Cluster,
  pools: readonly NodePool[],
  place: Path,
): void {
  for (const { name, tuning } of pools) {
    const at = childPath(place, 'nodePools', name, 'tuning');
    if (tuning?.daemonSet !== undefined && scope === 'namespaced')
      faults.add(
        'ScopeMismatch',
        childPath(at, 'daemonSet'),
        'needs a namespace for privileged pods, and the rights of this environment end at its namespace',
        { fix: 'leave it out: synth prints how the settings are made' },
      );
    const index = tuning?.settings.indexOf('nfs-read-ahead') ?? -1;
    if (index >= 0 && weights.kind !== 'nfs')
      faults.add(
        'NodeSetting',
        childPath(at, 'settings', index),
        `the store is not on NFS but of kind '${weights.kind}'`,
        {
          fix: 'leave it out',
        },
      );
  }
}

/** What the DaemonSets break by intent: each exemption has the reason of its pool. */
export function tuningExemptions({ namespaces }: Cluster, pools: readonly NodePool[]): readonly Exemption[] {
  const tuned = pools.flatMap(({ name, tuning }) =>
    tuning?.daemonSet === undefined ? [] : [{ name: nodeTuningName(name), reason: tuning.daemonSet.reason }],
  );
  const [first] = tuned;
  if (first === undefined) return [];
  return [
    { rule: 'namespace-labels', object: `Namespace ${namespaces.nodes}`, reason: first.reason },
    ...tuned.map(({ name, reason }) => ({
      rule: 'pod-security-restricted',
      object: `DaemonSet ${namespaces.nodes}/${name}`,
      reason,
    })),
  ];
}
