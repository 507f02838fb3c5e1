/** Pods that are tied to the node of their volume: they can run only there, so no other pod may take their room. */
import { bytes, counted, mibText } from '../../core';
import type { Environment, NodePool } from '../../environment';
import { planFault } from '../fault-codes';
import { finding, type Finding } from '../finding';
import { Arrival } from '../placement/arrival';
import { heldAgainst, podsPerNode, supplyOf, type PodCount, type PodGroup } from '../placement/demand';
import type { UnplacedServer } from '../plan';
import { poolsOf } from '../scheduling';
import { higherPriority, morePlaces, ofPriorities, ownPool } from '../remedies/places';

/** Whether a workload's pods keep volumes that tie them to a node: local disks, by hand or by a local class. */
export const isPinned = ({ replacement, workload }: UnplacedServer): boolean =>
  replacement !== 'deployment' && (workload.local.kind === 'static' || workload.local.kind === 'csi');

/** Volumes of one node that are large enough for a pod. */
function volumesPerNode({ nvme }: NodePool, { volumeSize }: UnplacedServer): number {
  return nvme
    .filter(({ capacity, volumes }) => capacity / volumes >= (volumeSize?.value ?? 0))
    .reduce((sum, { volumes }) => sum + volumes, 0);
}

/** Most pods of a workload that one node of a pool may come to hold. */
function mostPerNode(pool: NodePool, server: UnplacedServer, group: PodGroup): number {
  const byRoom = podsPerNode(group.amounts, supplyOf(pool).offers);
  return server.workload.local.kind === 'static' ? volumesPerNode(pool, server) : Math.min(byRoom, group.max);
}

function tooFewVolumes(environment: Environment, server: UnplacedServer, group: PodGroup): readonly Finding[] {
  if (server.workload.local.kind !== 'static') return [];
  const pools = poolsOf(environment, group.pools);
  const volumes = pools.reduce((sum, pool) => sum + pool.nodes.max * volumesPerNode(pool, server), 0);
  if (volumes >= group.max) return [];
  return [
    finding(
      planFault(
        'TooFewVolumes',
        group.at,
        `${counted(group.max, 'replica')} need a volume of ${mibText(bytes(server.volumeSize?.value ?? 0))} MiB each, but pool ${group.pools.join(', ')} has only ${counted(volumes, 'volume')} of this size`,
        {
          fix: ['more volumes per disk', 'a smaller volumeSize', 'fewer replicas'],
        },
      ),
      morePlaces(environment, [group], group.pools),
    ),
  ];
}

/**
 * Whether other pods can take the room of servers that can run only on the node of their volume. Each node must hold
 * all servers whose volumes may be on it, beside all pods that they cannot preempt.
 */
function losesItsPlace(
  environment: Environment,
  server: UnplacedServer,
  group: PodGroup,
  podCounts: readonly PodCount[],
): readonly Finding[] {
  return poolsOf(environment, group.pools).flatMap((pool) => {
    const perNode = mostPerNode(pool, server, group);
    if (perNode === 0) return [];
    const oneNode = new Map([[pool.name, { ...supplyOf(pool), nodes: 1 }]]);
    const others = podCounts.filter((podCount) => podCount.group !== group && podCount.group.pools.includes(pool.name));
    if (new Arrival([...others, { group, count: perNode }], oneNode).fits(group)) return [];
    const rivals = others
      .filter(({ group: other }) => Object.keys(heldAgainst(group, other)).length > 0)
      .map(({ group: { workload } }) => workload);
    const cause =
      rivals.length === 0
        ? `its own ${counted(perNode, 'server')} request more than a node offers`
        : `${rivals.join(', ')} may run there and cannot be preempted`;
    return [
      finding(
        planFault(
          'PinnedPodLosesItsPlace',
          group.at,
          `a server can run only on the node of its volume, but a node of pool ${pool.name} may have too little free for the ${counted(perNode, 'server')} with volumes on it: ${cause}`,
          {
            fix: [
              'a separate pool',
              ...ofPriorities(environment, 'a higher priority than the other workloads there'),
              'fewer volumes per node',
            ],
          },
        ),
        [higherPriority(environment, group), ownPool(environment, group)],
      ),
    ];
  });
}

/** Proves that pods on local volumes always fit on their node again; else a finding for each that may not. */
export const provePinned = (
  environment: Environment,
  servers: readonly { readonly server: UnplacedServer; readonly group: PodGroup }[],
  podCounts: readonly PodCount[],
): readonly Finding[] =>
  servers
    .filter(({ server }) => isPinned(server))
    .flatMap(({ server, group }) => [
      ...tooFewVolumes(environment, server, group),
      ...losesItsPlace(environment, server, group, podCounts),
    ]);
