/** Whether a NodePool of Karpenter makes the nodes that a pool declares, and as many. */
import { counted, type Taint } from '../core';
import type { NodePool } from '../environment';
import {
  covers,
  type Inventory,
  type KarpenterPool,
  karpenterPools,
  lackedBy,
  nodesWithin,
  taintText,
} from '../inventory';
import { difference, type Difference } from './difference';
import type { LivePool } from './live-pool';
import { listed } from './node-list';
import { toleratedOn } from './taints';

/** `g6e.12xlarge`: family g6e of category g and generation 6, size 12xlarge. */
const awsType = /^(([a-z]+)(\d+)[a-z0-9-]*)\.(.+)$/;

/** Labels that Karpenter gives a machine of this type, as far as the catalogue knows it. */
function machineOf({ instance, architecture }: NodePool): Readonly<Record<string, string>> {
  const shared = { 'kubernetes.io/arch': architecture, 'kubernetes.io/os': 'linux' };
  if (instance === undefined) return shared;
  const { type, vcpu, memoryMib, gpu } = instance;
  const [, family, category, generation, size] = awsType.exec(type) ?? [];
  const ofAws = (facts: Readonly<Record<string, string | number | undefined>>) =>
    ['karpenter.k8s.aws', 'eks.amazonaws.com'].flatMap((prefix) =>
      Object.entries(facts).flatMap(([key, value]) =>
        value === undefined ? [] : [[`${prefix}/instance-${key}`, `${value}`] as const],
      ),
    );
  return {
    ...shared,
    'node.kubernetes.io/instance-type': type,
    ...(instance.cloud === 'aws'
      ? Object.fromEntries(
          ofAws({ family, category, generation, size, cpu: vcpu, memory: memoryMib, 'gpu-count': gpu?.count }),
        )
      : {}),
  };
}

/** What all nodes of a pool count against limits, each. */
const perNode = ({ instance, gpu }: NodePool): Readonly<Record<string, number>> => ({
  ...(instance === undefined ? {} : { cpu: instance.vcpu, memory: instance.memoryMib * 1024 ** 2 }),
  ...(gpu === undefined ? {} : { [gpu.resource]: gpu.unitsPerNode }),
});

/** Why a NodePool makes no node for the pods of a pool; `undefined` when it makes one. */
function whyNot(nodePool: KarpenterPool, live: LivePool): string | undefined {
  const lacked = lackedBy(nodePool, live.pool.selector, machineOf(live.pool));
  if (lacked !== undefined) return `${nodePool.name} makes none with ${lacked}`;
  const tolerated: readonly Taint[] = toleratedOn(live);
  const taint = nodePool.taints.find(
    (each) => each.effect !== 'PreferNoSchedule' && !tolerated.some((other) => covers(other, each)),
  );
  return taint && `${nodePool.name} gives its nodes the taint ${taintText(taint)}`;
}

const texts = (names: readonly string[]): string => `NodePool${names.length === 1 ? '' : 's'} ${names.join(', ')}`;

function tooFew({ pool, at }: LivePool, makers: readonly KarpenterPool[]): readonly Difference[] {
  const counts = makers.map((each) => nodesWithin(each, perNode(pool)));
  const most = counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );
  if (most === undefined || most >= pool.nodes.max) return [];
  return [
    difference(
      'ProvisionerLimit',
      at,
      `up to ${counted(pool.nodes.max, 'node')}`,
      `limits of ${texts(makers.map(({ name }) => name))} that allow ${most}`,
      'raise spec.limits of the NodePool',
      ...(most > 0 ? [`nodes: { min: ${Math.min(pool.nodes.min, most)}, max: ${most} }`] : []),
    ),
  ];
}

/** Compares a pool of Karpenter's with the NodePools, where they could be read. */
export function karpenterDifferences(live: LivePool, inventory: Inventory): readonly Difference[] {
  const all = karpenterPools(inventory);
  // Nodes that are there were made by something.
  if (inventory.isUnread('NodePool') || (all.length === 0 && live.nodes.length > 0)) return [];
  const reasons = all.map((each) => [each, whyNot(each, live)] as const);
  const makers = reasons.flatMap(([each, reason]) => (reason === undefined ? [each] : []));
  if (makers.length > 0) return tooFew(live, makers);
  return [
    difference(
      'ProvisionerMissing',
      live.at,
      'nodes created by Karpenter',
      all.length === 0
        ? 'no NodePool'
        : `no NodePool that creates them: ${listed(reasons.flatMap(([, why]) => why ?? []))}`,
      'create a NodePool that allows the labels and the machine type of the pool, with no taint that it does not declare',
      ...(all.length === 0 ? [] : ['correct labels, capacity, instance or taints of the pool to those of a NodePool']),
    ),
  ];
}
