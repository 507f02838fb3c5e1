/** The nodes of a cluster as pools: grouped by what their provider says, machines of one's own by what they are. */
import { bytes, inGib, slug } from '../core';
import type { GpuCatalog, InstanceCatalog } from '../catalog';
import { asideFor, gpusOf, type KarpenterPool, type LiveNode, spotMark, unusable } from '../inventory';
import { cloudPool, type CloudGroup } from './cloud-pool';
import { isLeftOut, isPool, taintsText, type Alike, type FoundPool, type LeftOut } from './found-pool';
import { nodePoolOf, withCapacities } from './karpenter';
import { metalPool } from './metal-pool';
import { leftUnits, type NodeOfOneKind, withOneKind } from './one-kind';
import { poolLabelOf } from './pool-label';
import { productFrom, shortName } from './pool-gpu';
import { capacityText, cloudOrigin, commonOrigin, isUnlabelled, type CloudOrigin } from './provider';

export interface Catalogs {
  readonly gpus: GpuCatalog;
  readonly instances: InstanceCatalog;
}

type Some<T> = readonly [T, ...T[]];

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly Some<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Names that are each given once: a second of the same gets what differs in it, then a number. */
class PoolNames {
  private readonly taken = new Set<string>();

  take(...wishes: readonly string[]): string {
    const labels = wishes.map(slug);
    const last = labels.at(-1) ?? 'pool';
    let name = labels.find((label) => label !== '' && !this.taken.has(label));
    for (let number = 2; name === undefined; number += 1)
      name = this.taken.has(`${last}-${number}`) ? undefined : `${last}-${number}`;
    this.taken.add(name);
    return name;
  }
}

function gpuText(node: NodeOfOneKind, catalog: GpuCatalog): string {
  const gpus = gpusOf(node);
  if (gpus === undefined) return '';
  const { product = '', units, resource, cards, sharing } = gpus;
  return `${productFrom(node, gpus, catalog) ?? product} ${units} ${resource} ${cards} ${sharing.by} ${node.whole === undefined ? 'all' : 'part'}`;
}

/** Equal machines report memory that differs by a little. */
const memoryStep = 4;
const hardwareText = (node: NodeOfOneKind, catalog: GpuCatalog): string =>
  `${gpuText(node, catalog)} ${node.architecture ?? ''} ${Math.round((node.allocatable['cpu'] ?? 0) / 1000)} ${Math.round(inGib(bytes(node.allocatable['memory'] ?? 0)) / memoryStep)} ${taintsText(node)}`;

interface CloudNode {
  readonly node: LiveNode;
  readonly origin: CloudOrigin;
}

const typeOf = ({ cloud, type }: CloudOrigin): string => `${cloud}/${type}`;
const machineOf = ({ provisioner, type }: CloudOrigin): string => `${provisioner} ${type}`;
const kindOf = (origin: CloudOrigin): string => `${machineOf(origin)} ${capacityText(origin)}`;
/**
 * Machines of one pool and type are alike; where one is not, preflight says so. Those that stay are one pool, however
 * they are paid: reserved or on demand.
 */
const originText = ({ origin }: CloudNode): string =>
  `${origin.capacity === 'spot' ? kindOf(origin) : machineOf(origin)} ${origin.pool}`;

/** @param aside - nodes of the same clouds that no pool is made of: labels of a pool must not find them either */
function cloudGroups(
  nodes: readonly CloudNode[],
  aside: readonly CloudNode[],
  names: PoolNames,
  nodePools: readonly KarpenterPool[],
): readonly CloudGroup[] {
  const groups = grouped(nodes, originText);
  const nodesOf = ([first, ...more]: Some<CloudNode>): Alike => [first.node, ...more.map(({ node }) => node)];
  const kindsOf = (group: readonly CloudNode[]): ReadonlySet<string> =>
    new Set(group.map(({ origin }) => kindOf(origin)));
  const share = (kinds: ReadonlySet<string>, others: readonly CloudNode[]): boolean =>
    others.some(({ origin }) => kinds.has(kindOf(origin)));
  // One that needs labels of its own would else overlap with another of the same machine that is found by its capacity.
  const isAlone = (group: Some<CloudNode>): boolean => {
    const [{ origin }] = group;
    const kinds = kindsOf(group);
    const elsewhere = aside.filter((other) => other.origin.pool !== origin.pool);
    return (
      !groups.some((other) => other !== group && share(kinds, other)) &&
      !share(kinds, elsewhere) &&
      // Preemptible nodes of GKE do not carry the label of spot nodes, so a pool of others must be found by its name.
      !(origin.capacity === 'spot' && origin.isUnusual)
    );
  };
  const types = new Map(
    grouped(nodes, ({ origin }) => typeOf(origin)).map((ofType) => [typeOf(ofType[0].origin), nodesOf(ofType)]),
  );
  return groups.map((group) => {
    const [first, ...more] = group;
    const nodePool = nodePoolOf(first.origin, nodePools);
    const origin = withCapacities(commonOrigin([first.origin, ...more.map((each) => each.origin)]), nodePool);
    const isApart = groups.filter(([other]) => machineOf(other.origin) === machineOf(origin)).every(isAlone);
    const name = names.take(
      origin.pool,
      `${origin.pool}-${origin.type}`,
      `${origin.pool}-${origin.type}-${capacityText(origin)}`,
    );
    return {
      name,
      origin,
      nodes: nodesOf(group),
      ofType: types.get(typeOf(origin)) ?? nodesOf(group),
      isApart,
      nodePool,
    };
  });
}

function metalName([first]: Alike, names: PoolNames, catalog: GpuCatalog): string {
  const gpus = gpusOf(first);
  const cores = Math.round((first.allocatable['cpu'] ?? 0) / 1000);
  if (gpus === undefined) return names.take('cpu', `cpu-${cores}`);
  const card = shortName(productFrom(first, gpus, catalog) ?? 'gpu');
  return names.take(card, `${card}-${gpus.cards}x`, `${card}-${gpus.cards}x-${cores}`);
}

/** Nodes that no pool can be made of, those of one reason together. */
function leftOutFor(nodes: readonly LiveNode[], reasonOf: (node: LiveNode) => string | undefined): readonly LeftOut[] {
  const withReason = nodes.flatMap((node) => {
    const because = reasonOf(node);
    return because === undefined ? [] : [{ node, because }];
  });
  return grouped(withReason, ({ because }) => because).map((group) => ({
    nodes: group.map(({ node }) => node),
    because: group[0].because,
  }));
}

/** A pool of one's own machines is never spot: what may vanish cannot be counted in one. */
const vanishing = (node: LiveNode): string | undefined => {
  const mark = spotMark(node);
  return (
    mark &&
    `it can be removed at any time (label ${mark}), but its provider is unknown, so a pool cannot declare it as spot`
  );
};

/** GPUs that pods of others have: a pool counts all of a node's. */
function taken({ allocatable, free, ...node }: LiveNode): string | undefined {
  const resource = gpusOf({ allocatable, free, ...node })?.resource ?? '';
  const [all, left] = [allocatable[resource] ?? 0, free[resource] ?? 0];
  return left < all
    ? `other pods use ${all - left} of its ${all} ${resource}, but a pool needs all of them`
    : undefined;
}

/** Why no pool can have a node; one that has several kinds of GPU units is judged by those that the pool uses. */
const notUsable = (node: NodeOfOneKind): string | undefined =>
  (node.whole === undefined ? unusable(node) : unusable(node.whole, [], { resource: gpusOf(node)?.resource ?? '' }))
    ?.because;

const unlabelled = (node: LiveNode): string | undefined => {
  const origin = cloudOrigin(node);
  return isUnlabelled(origin) ? `it has no label ${origin.missing}, which its pool would be selected by` : undefined;
};

export interface FoundPools {
  readonly pools: readonly FoundPool[];
  readonly leftOut: readonly LeftOut[];
  /** Nodes of the pools that have another purpose too, and why. */
  readonly shared: readonly LeftOut[];
  /** Nodes of the pools with more GPU units than their pool uses, and which. */
  readonly leftUnits: readonly LeftOut[];
}

/** The pools of a cluster, and the nodes that belong to none, each with its reason. */
export function foundPools(
  all: readonly LiveNode[],
  catalogs: Catalogs,
  nodePools: readonly KarpenterPool[],
): FoundPools {
  const names = new PoolNames();
  const nodes = all.map((node) => withOneKind(node, catalogs.gpus));
  const reasonOf = (node: NodeOfOneKind): string | undefined => notUsable(node) ?? unlabelled(node);
  const usable = nodes.filter((node) => reasonOf(node) === undefined);
  const free = usable.filter((node) => asideFor(node) === undefined);
  // A small cluster has no nodes but those that run the control plane too.
  const chosen = free.length > 0 ? free : usable;
  const ofClouds = (those: readonly LiveNode[]): readonly CloudNode[] =>
    those.flatMap((node) => {
      const origin = cloudOrigin(node);
      return origin === undefined || isUnlabelled(origin) ? [] : [{ node, origin }];
    });
  const machines = chosen.filter((node) => cloudOrigin(node) === undefined);
  // Nodes of one's own are named one by one; those of a cloud are found by labels that they all carry.
  const notNamed = (node: LiveNode): string | undefined => vanishing(node) ?? taken(node);
  const lasting = machines.filter((node) => notNamed(node) === undefined);
  const metal = grouped(lasting, (node) => hardwareText(node, catalogs.gpus));
  // Pools of a cloud are found by other labels, from which only names set these apart.
  const label = ofClouds(nodes).length > 0 ? undefined : poolLabelOf(metal, nodes);
  const found = [
    ...cloudGroups(ofClouds(chosen), ofClouds(usable.filter((node) => !chosen.includes(node))), names, nodePools).map(
      (group) => cloudPool(group, catalogs),
    ),
    ...metal.map((group) => metalPool(metalName(group, names, catalogs.gpus), group, catalogs.gpus, label)),
  ];
  const aside = leftOutFor(usable, asideFor);
  return {
    pools: found.filter(isPool),
    leftOut: [
      ...leftOutFor(nodes, reasonOf),
      ...(free.length > 0 ? aside : []),
      ...leftOutFor(machines, notNamed),
      ...found.filter(isLeftOut),
    ],
    shared: free.length > 0 ? [] : aside,
    leftUnits: leftOutFor(
      found.filter(isPool).flatMap((pool) => pool.nodes),
      leftUnits,
    ),
  };
}
