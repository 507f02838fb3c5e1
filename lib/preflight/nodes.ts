/** Whether the nodes of a pool are there, as many as declared, ready, and open for pods. */
import type { GpuCatalog } from '../catalog';
import { counted, suggest } from '../core';
import {
  type Inventory,
  isOfGpus,
  isOfKarpenter,
  karpenterGroup,
  type LiveNode,
  spotMark,
  type Unusable,
} from '../inventory';
import { difference, type Difference } from './difference';
import { hasOtherGpus } from './gpus';
import { karpenterDifferences } from './karpenter';
import { labelDifferences, missed, nearMisses } from './labels';
import type { LivePool } from './live-pool';
import { overlayText } from './taints';
import { asArguments, byText, listed, named } from './node-list';

const hostname = 'kubernetes.io/hostname';

const selectorText = ({ pool: { selector } }: LivePool): string =>
  selector
    .map(({ key, operator, values = [] }) => `${operator === 'NotIn' ? 'no ' : ''}${key}=${values.join(' or ')}`)
    .join(', ');

export const isKarpenterPool = ({ pool: { selector } }: LivePool): boolean => isOfKarpenter(selector);

/** A node that is there, and lacks more than one label of its pool or has other GPUs: a label alone is not enough. */
function unlike(live: LivePool, node: LiveNode): Difference {
  const labels = missed(live.pool, node).map(({ key, values = [] }) => `${key}=${values[0] ?? ''}`);
  const others = hasOtherGpus(live, node);
  return difference(
    'NodesMissing',
    live.at,
    `node '${node.name}'`,
    `that node without ${listed(labels)}${others ? ', and with other GPUs' : ''}`,
    ...(others ? [] : [`kubectl label node ${node.name} ${labels.join(' ')} --overwrite`]),
    'remove it from nodes',
  );
}

function missingNames(live: LivePool): readonly Difference[] {
  const {
    pool: { nodeNames = [] },
    at,
    nodes,
    unusable,
    unclaimed,
  } = live;
  const there = new Set(
    [...nodes, ...unusable.map(({ node }) => node)].map(({ labels, name }) => labels[hostname] ?? name),
  );
  const near = new Set(nearMisses(live).map(({ name }) => name));
  // A node that a label puts into the pool may be called otherwise than declared.
  const called = new Set([...unclaimed.map(({ name }) => name), ...there].filter((name) => !nodeNames.includes(name)));
  const missing = nodeNames.filter((name) => !there.has(name) && !near.has(name));
  return missing.map((name) => {
    const outside = unclaimed.find((node) => node.name === name);
    if (outside !== undefined) return unlike(live, outside);
    const meant = suggest(name, called);
    const found = meant.length === 0 ? 'no node of that name' : `no node of that name, but ${listed(meant)}`;
    return difference(
      'NodesMissing',
      at,
      `node '${name}'`,
      found,
      'add the node to the cluster',
      'correct the name in nodes',
    );
  });
}

/** Nodes that are counted, not named. Karpenter makes them when pods wait. */
function tooFew(live: LivePool): readonly Difference[] {
  const { pool, at, nodes, unusable } = live;
  if (
    pool.nodeNames !== undefined ||
    nodes.length + unusable.length + nearMisses(live).length >= pool.nodes.min ||
    isKarpenterPool(live)
  )
    return [];
  const least = `${pool.nodes.min === pool.nodes.max ? '' : 'at least '}${counted(pool.nodes.min, 'node')}`;
  const found = nodes.length === 0 ? 'none' : `${nodes.length}: ${named(nodes)}`;
  const byLabel = pool.selector
    .filter(({ operator }) => operator === 'In')
    .map(({ key, values = [] }) => `${key}=${values[0] ?? ''}`);
  return [
    difference(
      'NodesMissing',
      at,
      `${least} with ${selectorText(live)}`,
      found,
      'add nodes to the cluster',
      `label existing nodes: kubectl label node NODE ${byLabel.join(' ')}`,
      'correct the number in nodes',
    ),
  ];
}

/** What helps against a reason, besides taking the node out of the pool. */
const remedies: Readonly<Partial<Record<Unusable['reason'], string>>> = {
  leaving: 'wait until another node has replaced it',
  starting: 'wait until it has started',
  pressed: 'free resources on the node',
};

/**
 * Nodes that the pool counts on and cannot use. What only lacks its GPUs is a difference wherever it is, since pods of
 * the pool may go there.
 */
function notUsable({ pool, at, nodes, unusable }: LivePool): readonly Difference[] {
  const short = nodes.length < pool.nodes.min || pool.nodeNames !== undefined;
  const shown = unusable.filter((each) => (short ? true : isOfGpus(each) && each.reason !== 'gpu-down'));
  return [...new Set(shown.map(({ because }) => because))].map((because) => {
    const those = shown.filter((each) => each.because === because);
    const [reason] = those.map((each) => each.reason);
    const taint =
      reason === 'reserved' || reason === 'control-plane' ? those[0]?.node.taints.map(overlayText) : undefined;
    return difference(
      'NodeUnusable',
      at,
      'nodes that its pods can use',
      `${named(those.map(({ node }) => node))}: ${because}`,
      ...(reason === undefined || remedies[reason] === undefined ? [] : [remedies[reason]]),
      pool.nodeNames === undefined
        ? 'count only the other nodes in nodes, and choose labels that these nodes do not have'
        : 'remove it from nodes',
      ...(taint === undefined || taint.length === 0 ? [] : [`to use it all the same: taints: [${taint.join(', ')}]`]),
    );
  });
}

function tooMany({ pool, at, nodes }: LivePool): readonly Difference[] {
  if (nodes.length <= pool.nodes.max) return [];
  const count =
    pool.on === 'cloud' ? `nodes: { min: ${pool.nodes.min}, max: ${nodes.length} }` : `nodes: ${nodes.length}`;
  const most = `${pool.nodes.min === pool.nodes.max ? '' : 'at most '}${counted(pool.nodes.max, 'node')}`;
  return [
    difference(
      'NodesTooMany',
      at,
      most,
      `${nodes.length}: ${named(nodes)}`,
      count,
      'choose labels that the other nodes do not have',
    ),
  ];
}

/** A pool of Karpenter's on a cluster without Karpenter, or without a NodePool for it. */
function noProvisioner(live: LivePool, inventory: Inventory): readonly Difference[] {
  if (!isKarpenterPool(live)) return [];
  const { groups } = inventory;
  if (groups.has(karpenterGroup)) return karpenterDifferences(live, inventory);
  return [
    difference(
      'ProvisionerMissing',
      live.at,
      'nodes created by Karpenter',
      `no API group ${karpenterGroup}`,
      'install Karpenter',
      "state provisioner: 'eks-node-group', 'gke' or 'aks'",
      'set labels to labels of the nodes',
    ),
  ];
}

function states({ at, nodes }: LivePool): readonly Difference[] {
  const notReady = [...byText(nodes, (node) => node.notReady)].map(([because, those]) =>
    difference(
      'NodeNotReady',
      at,
      'nodes that are ready',
      `${named(those)} not ready: ${because}`,
      `kubectl describe node ${asArguments(those)}`,
    ),
  );
  const cordoned = nodes.filter(({ isCordoned }) => isCordoned);
  if (cordoned.length === 0) return notReady;
  return [
    ...notReady,
    difference(
      'NodeCordoned',
      at,
      'nodes that are not cordoned',
      `${named(cordoned)} cordoned`,
      `kubectl uncordon ${asArguments(cordoned)}`,
    ),
  ];
}

/** Nodes that may be taken away at short notice, in a pool that counts on them. */
export function capacityDifferences({ pool, at, nodes }: LivePool): readonly Difference[] {
  if (pool.capacity === 'spot') return [];
  return [...byText(nodes, spotMark)].map(([mark, those]) =>
    difference(
      'CapacityDiffers',
      at,
      'nodes that are not removed at short notice',
      `label ${mark} on ${named(those)}: they can be removed at short notice`,
      ...(pool.on === 'cloud' ? ["capacity: 'spot', with labels of these nodes"] : []),
      'choose labels that these nodes do not have, and count only the other nodes',
    ),
  );
}

/** Nodes of one pool are of one kind: an image, and what a model needs, differ from processor to processor. */
function architectures({ at, nodes, pool }: LivePool): readonly Difference[] {
  const kinds = [...byText(nodes, ({ architecture }) => architecture)];
  const [only] = kinds;
  if (kinds.length < 2)
    return only === undefined || only[0] === pool.architecture
      ? []
      : [
          difference(
            'ArchitectureDiffers',
            at,
            `nodes with ${pool.architecture} processors`,
            `${only[0]} on ${named(only[1])}`,
            pool.on === 'metal' ? `hardware: { architecture: '${only[0]}' }` : 'the machine type that the nodes have',
          ),
        ];
  return [
    difference(
      'ArchitectureDiffers',
      at,
      'nodes of one architecture',
      kinds.map(([kind, those]) => `${kind} on ${named(those)}`).join(', '),
      "one pool per architecture, with hardware: { architecture: … } and labels: { 'kubernetes.io/arch': … }",
    ),
  ];
}

export const nodeDifferences = (live: LivePool, inventory: Inventory, catalog: GpuCatalog): readonly Difference[] => [
  ...labelDifferences(live, catalog),
  ...missingNames(live),
  ...tooFew(live),
  ...notUsable(live),
  ...tooMany(live),
  ...noProvisioner(live, inventory),
  ...states(live),
  ...architectures(live),
];
