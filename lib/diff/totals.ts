/** Sums over a side that a change moves: GPUs, their memory, quotas, disks, dollars. */
import { gpusOf, type Manifest, part, podRequests, podTemplate, title } from '../kubernetes/read';
import { nanoPerUnit, parseCpu, unitsOf } from '../core';
import { containersOf, replicasOf, servedModels } from './models';
import { placed, workloadName, type Side } from './side';

export type Unit = 'count' | 'bytes' | 'cores' | 'dollars';

/** One sum. */
export interface Total {
  /** `GPUs at maximum replicas: nvidia.com/gpu` */
  readonly what: string;
  readonly unit: Unit;
  readonly value: number;
}

/** One sum on both sides; absent where a side does not have it. */
export interface TotalChange {
  readonly what: string;
  readonly unit: Unit;
  readonly before?: number;
  readonly after?: number;
}

const count = (what: string, value: number): Total => ({ what, unit: 'count', value });
const size = (what: string, value: number): Total => ({ what, unit: 'bytes', value });

/** The number behind a quantity of a quota key. */
function quotaTotal(what: string, key: string, quantity: string): Total {
  if (key.includes('cpu')) return { what, unit: 'cores', value: (parseCpu(quantity) ?? 0) / 1000 };
  return key.includes('memory') || key.includes('storage')
    ? size(what, unitsOf(quantity) ?? 0)
    : count(what, unitsOf(quantity) ?? 0);
}

const quotas = (manifests: readonly Manifest[]): readonly Total[] =>
  manifests
    .filter(({ kind }) => kind === 'ResourceQuota')
    .flatMap((manifest) =>
      Object.entries((part(manifest, 'spec', 'hard') ?? {}) as Readonly<Record<string, string>>).map(
        ([key, quantity]) => quotaTotal(`${title(manifest)}: ${key}`, key, quantity),
      ),
    );

const claimed = (claim: unknown): number => unitsOf(part(claim, 'spec', 'resources', 'requests', 'storage')) ?? 0;

/** Claims, and the claims that each pod of a StatefulSet gets. */
function claims(manifests: readonly Manifest[]): number {
  const own = manifests.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(claimed);
  const templates = manifests
    .filter(({ kind }) => kind === 'StatefulSet')
    .map((manifest) => {
      const each = ((part(manifest, 'spec', 'volumeClaimTemplates') ?? []) as readonly unknown[]).map(claimed);
      return replicasOf(manifest, manifests).max * each.reduce((sum, bytes) => sum + bytes, 0);
    });
  return [...own, ...templates].reduce((sum, bytes) => sum + bytes, 0);
}

/** Disk of the nodes that pods ask for, at most replicas. */
const nodeDisk = (manifests: readonly Manifest[]): number =>
  manifests
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
    .reduce((sum, manifest) => {
      const { spec = {} } = podTemplate(manifest) ?? {};
      const asked = podRequests(spec).get('ephemeral-storage') ?? 0n;
      return sum + replicasOf(manifest, manifests).max * Number(asked / nanoPerUnit);
    }, 0);

function gpus(side: Side): readonly Total[] {
  const sums = new Map<string, number>();
  const add = (what: string, number: number) => sums.set(what, (sums.get(what) ?? 0) + number);
  const all = placed(side).map(({ manifest }) => manifest);
  for (const { manifest, replicas } of servedModels(side)) {
    const asked = containersOf(manifest, all).flatMap(gpusOf);
    for (const [resource, number] of asked) {
      add(`GPUs at minimum replicas: ${resource}`, number * replicas.min);
      add(`GPUs at maximum replicas: ${resource}`, number * replicas.max);
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, number]) => count(what, number));
}

/** Memory on GPUs, which only the plan knows. */
function gpuMemory(side: Side): readonly Total[] {
  if (side.facts === undefined) return [];
  const { workloads } = side.facts;
  const bytes = servedModels(side).map(
    ({ manifest, replicas }) => replicas.max * (workloads[workloadName(manifest)]?.gpuBytes ?? 0),
  );
  return [
    size(
      'GPU memory at maximum replicas',
      bytes.reduce((sum, each) => sum + each, 0),
    ),
  ];
}

/** Dollars per month: the middle of the prices seen, as the plan has them. */
function cost({ facts }: Side): readonly Total[] {
  if (facts?.cost === undefined) return [];
  const middle = ({ low, high }: { readonly low: number; readonly high: number }): number =>
    Math.round((low + high) / 2);
  return [
    { what: 'cost per month at minimum replicas', unit: 'dollars', value: middle(facts.cost.minimum) },
    { what: 'cost per month at maximum replicas', unit: 'dollars', value: middle(facts.cost.maximum) },
  ];
}

/** The sums of a side. */
export function totals(side: Side): readonly Total[] {
  const manifests = placed(side).map(({ manifest }) => manifest);
  return [
    ...gpus(side),
    ...gpuMemory(side),
    ...quotas(manifests),
    size('disk of claims', claims(manifests)),
    size('disk of nodes at maximum replicas', nodeDisk(manifests)),
    ...(side.facts === undefined ? [] : [size('disk needed by the store', side.facts.storeNeeded)]),
    ...cost(side),
  ];
}

/** Sums that differ. One that only the plan knows is compared where both sides have a plan. */
export function totalChanges(before: Side, after: Side): readonly TotalChange[] {
  const bothPlanned = before.facts !== undefined && after.facts !== undefined;
  const strip = (side: Side): Side => (bothPlanned ? side : { ...side, facts: undefined });
  const [old, now] = [totals(strip(before)), totals(strip(after))].map(
    (list) => new Map(list.map((total) => [total.what, total])),
  );
  const names = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
  return names.flatMap((what) => {
    const [was, is] = [old?.get(what), now?.get(what)];
    const unit = (was ?? is)?.unit ?? 'count';
    return was?.value === is?.value ? [] : [{ what, unit, before: was?.value, after: is?.value }];
  });
}
