/**
 * What the pools of an environment must be together: apart from each other, and one node where the store is read in
 * place.
 */
import { childPath, type Path } from '../../core';
import type { Cluster } from '../cluster';
import type { FaultList } from '../fault-codes';
import type { NodePool } from '../node-pool';
import { areApart, overlapText } from './selector';

/** A pod of one pool could land on a node that was counted for the other, so two pools must be apart by some label. */
function refuseOverlaps(faults: FaultList, pools: readonly NodePool[], place: Path): void {
  pools.forEach((pool, index) => {
    for (const other of pools.slice(0, index)) {
      if (areApart(pool, other)) continue;
      faults.add('PoolsOverlap', childPath(place, pool.name), overlapText(pool, other, `'${other.name}'`), {
        fix: ['give both pools labels with one key and different values that their nodes have', 'make them one pool'],
      });
    }
  });
}

function checkOneNode(faults: FaultList, cluster: Cluster, pools: readonly NodePool[], place: Path): void {
  const nodes = pools.reduce((sum, pool) => sum + pool.nodes.max, 0);
  if (nodes <= 1) return;
  const { weights } = cluster;
  if (weights.kind === 'existing' && weights.accessMode === 'ReadWriteOnce') {
    faults.add(
      'ClaimOfOneNode',
      childPath(place, 'cluster', 'weights', 'accessMode'),
      `claim '${weights.claimName}' can be mounted on one node, and the pools have up to ${nodes} nodes`,
      {
        fix: [
          'a claim with the access mode ReadOnlyMany or ReadWriteMany',
          "another store, and { from: 'claim' } as the origin of the models, which a loader copies",
          'one pool of one node',
        ],
      },
    );
  }
  if (weights.kind !== 'direct') return;
  faults.add(
    'DirectNeedsOneNode',
    childPath(place, 'cluster', 'weights', 'kind'),
    `'direct' is one claim on one node, and the pools have up to ${nodes} nodes`,
    {
      fix: ["kind 'nfs'", "kind 'class'", 'one pool of one node'],
    },
  );
}

/** The first release that serves claims without a feature gate. */
const claimsSince = '1.34';

const minorOf = (release: string): number => Number(release.replace(/^1\./, ''));

function checkClaims(faults: FaultList, { kubernetes }: Cluster, pools: readonly NodePool[], place: Path): void {
  if (minorOf(kubernetes) >= minorOf(claimsSince)) return;
  for (const { name } of pools.filter(({ gpu }) => gpu?.claim !== undefined))
    faults.add(
      'AllocationNotOffered',
      childPath(place, name, 'allocation'),
      `claims are served from Kubernetes ${claimsSince} on, and the cluster has ${kubernetes}`,
      { fix: [`cluster.kubernetes '${claimsSince}', after an upgrade`, "allocation: 'counted'"] },
    );
}

/** Checks pools against each other and the store, as far as they are right themselves. */
export function checkPools(
  faults: FaultList,
  cluster: Cluster | undefined,
  pools: ReadonlyMap<string, NodePool | undefined>,
  place: Path,
): void {
  const known = [...pools.values()].filter((pool) => pool !== undefined);
  refuseOverlaps(faults, known, childPath(place, 'nodePools'));
  if (cluster === undefined) return;
  checkOneNode(faults, cluster, known, place);
  checkClaims(faults, cluster, known, childPath(place, 'nodePools'));
}
