/** Where serving pods keep their weights: the tiers that go with the store, the engine and the nodes, and no others. */
import { childPath, isSameJson, type Path, suggest } from '../../core';
import type { LocalTier, ServedModel } from '../../workload';
import { isReadInPlace } from '../store';
import { lackingForDisks } from './suited';
import type { CommonPart, Surroundings } from './workload';

function checkStore(
  { faults, cluster }: Surroundings,
  kind: LocalTier['kind'],
  kinds: readonly LocalTier['kind'][],
  place: Path,
): void {
  if (cluster === undefined) return;
  const store = cluster.weights.kind;
  const inPlace = isReadInPlace(cluster.weights);
  /** Beside a store that is read in place there is no weights server to stage from; an image brings its weights itself. */
  const fitting = kinds.filter((each) => (inPlace ? each === 'direct' || each === 'image' : each !== 'direct'));
  if (fitting.includes(kind)) return;
  const found = inPlace
    ? `'${kind}' is staged by the weights server, and ${store === 'direct' ? 'a direct store' : 'a claim that is read in place'} has none`
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
  for (const [pool, here] of targets) {
    const { name, nodeNames } = pool;
    const lacking = lackingForDisks(pool);
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

/** The image that has all models of a workload, if there is one: it is read in place. */
function oneImage(served: readonly ServedModel[], kinds: readonly LocalTier['kind'][]): LocalTier | undefined {
  const [first, ...others] = served.map(({ model: { origin } }) => origin);
  if (first?.from !== 'image' || !kinds.includes('image')) return undefined;
  return others.every((origin) => isSameJson(origin, first))
    ? { kind: 'image', reference: first.reference, path: first.folder }
    : undefined;
}

/**
 * Checks where an overlay keeps the weights of a workload.
 *
 * @param kinds where its engine can read weights
 */
export function checkLocalTier(
  surroundings: Surroundings,
  given: LocalTier,
  kinds: readonly LocalTier['kind'][],
  targets: CommonPart['targets'],
  place: Path,
): void {
  checkStore(surroundings, given.kind, kinds, place);
  if (given.kind === 'csi') checkTier(surroundings, given.tier, place);
  if (given.kind === 'static') checkDisks(surroundings, targets);
}

/** Where the pods of a workload keep their weights if an overlay does not state it: what goes with models and store. */
export const usualTier = (
  { cluster }: Surroundings,
  served: readonly ServedModel[],
  kinds: readonly LocalTier['kind'][],
): LocalTier =>
  oneImage(served, kinds) ?? {
    kind: cluster !== undefined && isReadInPlace(cluster.weights) ? 'direct' : 'ephemeral',
  };
