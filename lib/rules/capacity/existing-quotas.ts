/** Quotas that the namespace has already: what others leave of them must be enough for every object and every pod. */
import { nanoPerUnit, quantityText } from '../../core';
import { endsInHash } from '../../kubernetes/draw';
import { factsFor, groupOf } from '../../kubernetes/kinds';
import { type Amounts, combine, type Manifest, plus } from '../../kubernetes/read';
import { leftOf } from '../../plan';
import type { Evidence, Seen } from '../evidence';
import { shown, type Finding } from '../rule';
import { specOf } from '../spec';

/** Kinds that quotas count by a short name as well. */
const shortNames: Readonly<Record<string, string>> = {
  ConfigMap: 'configmaps',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  Secret: 'secrets',
  Service: 'services',
};

interface History {
  readonly revisionHistoryLimit?: number;
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
}

/** Objects that a controller makes of one object and keeps. @see Defaults of Deployment and CronJob */
function kept(manifest: Manifest): readonly (readonly [key: string, count: number])[] {
  const {
    revisionHistoryLimit = 10,
    successfulJobsHistoryLimit = 3,
    failedJobsHistoryLimit = 1,
  } = specOf<History>(manifest);
  if (manifest.kind === 'Deployment') return [['count/replicasets.apps', revisionHistoryLimit + 1]];
  return manifest.kind === 'CronJob'
    ? [['count/jobs.batch', successfulJobsHistoryLimit + failedJobsHistoryLimit + 1]]
    : [];
}

/** An object named by its content stays until the next one is there. */
const countOf = ({ metadata: { name } }: Manifest): number => (endsInHash(name) ? 2 : 1);

/** Objects of a namespace by the keys of quotas: `count/deployments.apps`, `services`. */
function objectsIn(all: readonly Seen[], namespace: string): Amounts {
  const counts = new Map<string, bigint>();
  const add = (key: string, count: number): void =>
    void counts.set(key, (counts.get(key) ?? 0n) + BigInt(count) * nanoPerUnit);
  for (const { manifest } of all.filter((seen) => seen.namespace === namespace)) {
    const plural = factsFor(manifest)?.plural;
    const group = groupOf(manifest.apiVersion);
    const count = countOf(manifest);
    if (plural !== undefined) add(`count/${plural}${group === '' ? '' : `.${group}`}`, count);
    const short = shortNames[manifest.kind];
    // Claims are counted with those that pods bring.
    if (short !== undefined && short !== shortNames['PersistentVolumeClaim']) add(short, count);
    for (const [key, more] of kept(manifest)) add(key, more);
  }
  return counts;
}

/** Existing quotas of which others leave too little. */
export function existingQuotaFindings(evidence: Evidence, demandIn: (namespace: string) => Amounts): Finding[] {
  const { existingQuotas, namespaces } = evidence.plan.environment.cluster;
  if (existingQuotas.length === 0) return [];
  const namespace = namespaces.serving;
  const demand = combine(demandIn(namespace), objectsIn(evidence.all, namespace), plus);
  return existingQuotas.flatMap((quota) => {
    const manifest: Manifest = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: quota.name, namespace } };
    return Object.entries(quota.hard).flatMap(([key, hard]): Finding[] => {
      // The pods of workloads are no objects of their own here.
      const needed = demand.get(key === 'count/pods' ? 'pods' : key) ?? 0n;
      const left = leftOf(quota, key);
      return needed <= left
        ? []
        : [
            {
              manifest,
              field: `spec.hard['${key}']`,
              found: `others leave ${quantityText(left)} of ${shown(hard)}, less than the ${quantityText(needed)} that the environment needs with all replicas and a rollout under way`,
              fix: `have it raised by ${quantityText(needed - left)}, or fewer replicas`,
            },
          ];
    });
  });
}
