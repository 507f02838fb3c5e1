/** Nodes that would be in a pool but for one label: which, and who sets it. */
import type { LabelRequirement } from '../core';
import { lacking, nodeAmounts } from '../plan';
import { type GpuCatalog, nodeLabelOf, vendorOf } from '../catalog';
import type { PoolGpu } from '../environment';
import { capacityKeys } from '../kubernetes/kinds';
import { gpusOf, type LiveNode, meets, spotMark } from '../inventory';
import { difference, type Difference } from './difference';
import { hasOtherGpus, otherGpuFix } from './gpus';
import type { LivePool } from './live-pool';
import { asArguments, byText, named } from './node-list';

/** Labels that a provider, a provisioner or the kubelet sets: written by hand they would say what is not so. */
const setByOthers =
  /^(karpenter\.sh|eks\.amazonaws\.com|cloud\.google\.com|kubernetes\.azure\.com|node\.kubernetes\.io|kubernetes\.io)\//;

/** Labels of a pool that a node does not have. */
export const missed = ({ selector }: LivePool['pool'], node: LiveNode): readonly LabelRequirement[] =>
  selector.filter((requirement) => !meets(node, requirement));

/** Whether a label is the one that names the GPUs of the pool. */
const isGpuLabel = ({ pool: { gpu } }: LivePool, key: string): boolean =>
  gpu !== undefined && nodeLabelOf(gpu.gpu)?.key === key;

/** Whether a node is of the size and kind that the pool declares. */
function isAlike({ pool }: LivePool, node: LiveNode): boolean {
  return (
    lacking(nodeAmounts(pool), node.free).length === 0 && (pool.gpu === undefined) === (gpusOf(node) === undefined)
  );
}

const machineType = 'node.kubernetes.io/instance-type';

/**
 * Nodes of no pool that miss one label and have another that sets the pool apart. A node of another machine type may be
 * anybody's: it counts where nodes are missing. Where a pool has only one label, the node must be called so, or be of
 * the declared size.
 */
export function nearMisses(live: LivePool): readonly LiveNode[] {
  const {
    pool: {
      nodeNames,
      selector,
      nodes: { min },
    },
    nodes,
    unclaimed,
  } = live;
  return unclaimed.filter((node) => {
    const [first, ...more] = missed(live.pool, node);
    if (first === undefined || more.length > 0) return false;
    // Its own label is what such nodes could be in the pool by: with other GPUs they could not.
    if (hasOtherGpus(live, node) && !(isGpuLabel(live, first.key) && nodes.length < min)) return false;
    // Spot nodes of the same machines, beside a pool that has its own: they are no nodes of it.
    if (first.operator === 'NotIn' && nodes.length >= Math.max(1, min)) return false;
    if (selector.length === 1) return nodeNames === undefined ? isAlike(live, node) : nodeNames.includes(node.name);
    const isMarked = selector.some((requirement) => requirement !== first && requirement.operator === 'In');
    return isMarked && (first.key !== machineType || nodes.length < Math.max(1, min));
  });
}

const quoted = (values: readonly string[]): string => {
  const texts = values.map((value) => `'${value}'`);
  return texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
};

/**
 * The labels of a pool as an overlay states them, with another value of one: beside its own where the pool has nodes
 * with that. All of them, since `labels` replaces what is taken for granted.
 */
function labelsText({ pool: { selector }, nodes: counted }: LivePool, key: string, value: string): string {
  const labels = selector.flatMap(({ key: name, operator, values = [] }) => {
    if (operator !== 'In') return [];
    const [own, more] = [counted.length > 0 || name !== key ? values : [], name === key ? [value] : []];
    return [`'${name}': ${quoted([...new Set([...own, ...more])].sort())}`];
  });
  return `labels: { ${labels.join(', ')} }`;
}

/** Whether one pool can have these nodes and those that it counts, where they differ in how they are paid. */
function isPaidAlike({ pool: { selector, capacity }, nodes: counted }: LivePool, nodes: readonly LiveNode[]): boolean {
  const isPlain = selector.every(({ operator }) => operator === 'In');
  return counted.length > 0 && isPlain && capacity !== 'spot' && nodes.every((node) => spotMark(node) === undefined);
}

/** What an overlay says instead of a label that nodes have with another value. */
function inOverlay(live: LivePool, key: string, value: string, nodes: readonly LiveNode[]): string {
  if (key === 'kubernetes.io/hostname') return `nodes: write '${value}'`;
  if (key === machineType) return `instance: a machine of type ${value}`;
  const labels = labelsText(live, key, value);
  if (!setByOthers.test(key) || (capacityKeys.includes(key) && isPaidAlike(live, nodes))) return labels;
  if (live.nodes.length > 0 && capacityKeys.includes(key))
    return `a pool of its own for ${named(nodes)}, with capacity: '${nodes.some((node) => spotMark(node) !== undefined) ? 'spot' : 'on-demand'}'`;
  return `set provisioner and capacity to those of the nodes, or ${labels}`;
}

/** Nodes that have the GPUs of the pool, as far as labels say, but not its label of them. */
function gpuLabelFixes(
  live: LivePool,
  gpu: PoolGpu,
  { key }: LabelRequirement,
  nodes: readonly LiveNode[],
  byHand: string,
  catalog: GpuCatalog,
): readonly string[] {
  const [first] = nodes;
  if (first === undefined) return [];
  if (hasOtherGpus(live, first)) return [otherGpuFix(live, gpu, nodes, catalog)];
  const { sharing } = gpusOf(first, gpu.resource) ?? {};
  if (sharing?.by === 'mig')
    return [`set the MIG strategy to 'mixed', and declare sharing: { by: 'mig', profile: '${sharing.profile}' }`];
  const value = first.labels[key];
  if (value === undefined) return [vendorOf(gpu.gpu).labeller, byHand];
  return [
    "named: 'usual-name' beside by and replicas of sharing, since shares there have the name of whole GPUs",
    'set renameByDefault: true in the configuration of the device plugin, so that no pod mistakes a share for a whole GPU',
  ];
}

function fixes(
  live: LivePool,
  requirement: LabelRequirement,
  nodes: readonly LiveNode[],
  catalog: GpuCatalog,
): readonly string[] {
  const { key, operator, values = [] } = requirement;
  const value = nodes[0]?.labels[key];
  const { gpu } = live.pool;
  // Only providers mark nodes so, and their marks stay.
  if (operator === 'NotIn') return ["capacity: 'spot'"];
  const byHand = `kubectl label node ${asArguments(nodes)} ${key}=${values[0] ?? ''}${value === undefined ? '' : ' --overwrite'}`;
  if (gpu !== undefined && isGpuLabel(live, key)) return gpuLabelFixes(live, gpu, requirement, nodes, byHand, catalog);
  const instead = value === undefined ? [] : [inOverlay(live, key, value, nodes)];
  if (!setByOthers.test(key)) return [byHand, ...instead];
  return value === undefined ? ['set provisioner to that of the nodes, or labels to labels of the nodes'] : instead;
}

const wanted = ({ key, operator, values = [] }: LabelRequirement): string =>
  `${operator === 'NotIn' ? 'no label' : 'label'} ${key}=${values.join(' or ')}`;

/** The one label that nodes lack, nodes of the same value together. */
export function labelDifferences(live: LivePool, catalog: GpuCatalog): readonly Difference[] {
  const near = nearMisses(live);
  return live.pool.selector.flatMap((requirement) => {
    const without = near.filter((node) => !meets(node, requirement));
    const say = ({ labels }: LiveNode): string =>
      labels[requirement.key] === undefined ? 'no such label' : `'${labels[requirement.key]}'`;
    return [...byText(without, say)].map(([found, nodes]) =>
      difference(
        'LabelDiffers',
        live.at,
        wanted(requirement),
        `${found} on ${named(nodes)}`,
        ...fixes(live, requirement, nodes, catalog),
      ),
    );
  });
}
