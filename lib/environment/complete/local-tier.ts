/** Where serving pods keep their weights: the tiers that go with the store, the engine and the nodes, and no others. */
import { childPath, type Path, suggest } from '../../core';
import type { LocalTier } from '../../workload';
import type { CommonPart, Surroundings } from './workload';

function checkStore(
  { faults, cluster }: Surroundings,
  kind: LocalTier['kind'],
  kinds: readonly LocalTier['kind'][],
  place: Path,
): void {
  if (cluster === undefined) return;
  const store = cluster.weights.kind;
  /** Beside a direct store there is no weights server to stage from; an image brings its weights itself. */
  const fitting = kinds.filter((each) =>
    store === 'direct' ? each === 'direct' || each === 'image' : each !== 'direct',
  );
  if (fitting.includes(kind)) return;
  const found =
    store === 'direct'
      ? `'${kind}' is staged by the weights server, and a direct store has none`
      : `'direct' reads the store's claim in place, and the store is '${store}'`;
  faults.add('DirectStore', childPath(place, 'local', 'kind'), found, { allowed: fitting.map((each) => `'${each}'`) });
}

function checkTier({ faults, cluster }: Surroundings, tier: string, place: Path): void {
  if (cluster === undefined || Object.hasOwn(cluster.storageTiers, tier)) return;
  const known = Object.keys(cluster.storageTiers);
  faults.add('UnknownStorageTier', childPath(place, 'local', 'tier'), `the cluster has no storage tier '${tier}'`, {
    'did you mean': suggest(tier, known),
    allowed: known,
    fix: known.length > 0 ? [] : 'declare it in cluster.storageTiers, with its class and bandwidth',
  });
}

function checkDisks({ faults }: Surroundings, targets: CommonPart['targets']): void {
  for (const [{ name, nodeNames, nvme }, here] of targets) {
    const lacking = nodeNames === undefined ? 'names of its nodes' : nvme.length === 0 ? 'nvme disks' : undefined;
    if (lacking === undefined) continue;
    faults.add(
      'StaticNeedsNamedDisks',
      here,
      `pool '${name}' gives no ${lacking}, and static volumes lie on named disks of named nodes`,
      {
        fix: [
          nodeNames === undefined
            ? 'nodes as a list of names'
            : 'hardware.nvme with path, capacity and volumes of each disk',
          "local { kind: 'ephemeral' }",
        ],
      },
    );
  }
}

/**
 * Where the pods of a workload keep their weights: what the overlay states, or what goes with the store.
 *
 * @param kinds where its engine can read weights
 */
export function localTier(
  surroundings: Surroundings,
  given: LocalTier | undefined,
  kinds: readonly LocalTier['kind'][],
  targets: CommonPart['targets'],
  place: Path,
): LocalTier {
  if (given === undefined) return { kind: surroundings.cluster?.weights.kind === 'direct' ? 'direct' : 'ephemeral' };
  checkStore(surroundings, given.kind, kinds, place);
  if (given.kind === 'csi') checkTier(surroundings, given.tier, place);
  if (given.kind === 'static') checkDisks(surroundings, targets);
  return given;
}
