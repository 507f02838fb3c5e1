/** Nodes that would be in a pool but for one label: which, and who sets it. */
import type { LabelRequirement } from '../core';
import { lacking, nodeAmounts } from '../plan';
import { gpuVendors, vendorOfResource } from '../catalog';
import { capacityKeys } from '../kubernetes/kinds';
import { gpusOf, type LiveNode, meets, spotMark } from '../inventory';
import { difference, type Difference } from './difference';
import type { LivePool } from './live-pool';
import { asArguments, byText, named } from './node-list';

/** Labels that a provider, a provisioner or the kubelet sets: written by hand they would say what is not so. */
const setByOthers =
  /^(karpenter\.sh|eks\.amazonaws\.com|cloud\.google\.com|kubernetes\.azure\.com|node\.kubernetes\.io|kubernetes\.io)\//;

const missed = ({ selector }: LivePool['pool'], node: LiveNode): readonly LabelRequirement[] =>
  selector.filter((requirement) => !meets(node, requirement));

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
    // Spot nodes of the same machines, beside a pool that has its own: they are no nodes of it.
    if (first.operator === 'NotIn' && nodes.length >= Math.max(1, min)) return false;
    if (selector.length === 1) return nodeNames === undefined ? isAlike(live, node) : nodeNames.includes(node.name);
    const isMarked = selector.some((requirement) => requirement !== first && requirement.operator === 'In');
    return isMarked && (first.key !== machineType || nodes.length < Math.max(1, min));
  });
}

const isProductLabel = (key: string): boolean =>
  Object.values(gpuVendors).some(({ productLabel }) => key === productLabel);

/** `gpu: 'NVIDIA-L40S'`: what an overlay says instead. */
function inOverlay({ key }: LabelRequirement, value: string): string {
  if (key === 'kubernetes.io/hostname') return `nodes: write '${value}'`;
  if (isProductLabel(key)) return `hardware: { gpu: '${value}' }`;
  if (key === machineType) return `instance: a machine of type ${value}`;
  if (!setByOthers.test(key)) return `labels: { '${key}': '${value}' }`;
  return `set provisioner and capacity to those of the nodes, or labels: { '${key}': '${value}' }`;
}

const quoted = (values: readonly string[]): string => {
  const texts = values.map((value) => `'${value}'`);
  return texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
};

/** Labels that select the nodes of the pool and these too, where only how they are paid differs. */
function bothCapacities(
  { pool: { selector, capacity }, nodes: counted }: LivePool,
  key: string,
  nodes: readonly LiveNode[],
) {
  const isPlain = selector.every(({ operator }) => operator === 'In');
  if (!capacityKeys.includes(key) || counted.length === 0 || !isPlain) return [];
  if (capacity === 'spot' || nodes.some((node) => spotMark(node) !== undefined)) return [];
  const more = nodes.flatMap(({ labels }) => labels[key] ?? []);
  if (more.length === 0) return [];
  const labels = selector.map((each) => {
    const values = each.values ?? [];
    return `'${each.key}': ${quoted(each.key === key ? [...new Set([...values, ...more])].sort() : values)}`;
  });
  return [`labels: { ${labels.join(', ')} }`];
}

function fixes(
  live: LivePool,
  { key, operator, values = [] }: LabelRequirement,
  nodes: readonly LiveNode[],
): readonly string[] {
  const [first] = nodes;
  const value = first?.labels[key];
  // Only providers mark nodes so, and their marks stay.
  if (operator === 'NotIn') return ["capacity: 'spot'"];
  const byHand = `kubectl label node ${asArguments(nodes)} ${key}=${values[0] ?? ''}${value === undefined ? '' : ' --overwrite'}`;
  if (value?.endsWith('-SHARED') === true)
    return [
      "named: 'usual-name' beside by and replicas of sharing, since shares there have the name of whole GPUs",
      'set renameByDefault: true in the configuration of the device plugin, so that no pod mistakes a share for a whole GPU',
    ];
  const instead = value === undefined ? [] : [inOverlay({ key, operator: 'Exists' }, value)];
  const vendor = vendorOfResource(key);
  if (vendor !== undefined) return value === undefined ? [vendor.labeller, byHand] : instead;
  if (!setByOthers.test(key)) return [byHand, ...instead];
  const both = bothCapacities(live, key, nodes);
  if (both.length > 0) return both;
  return value === undefined ? ['set provisioner to that of the nodes, or labels to labels of the nodes'] : instead;
}

const wanted = ({ key, operator, values = [] }: LabelRequirement): string =>
  `${operator === 'NotIn' ? 'no label' : 'label'} ${key}=${values.join(' or ')}`;

/** The one label that nodes lack, nodes of the same value together. */
export function labelDifferences(live: LivePool): readonly Difference[] {
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
        ...fixes(live, requirement, nodes),
      ),
    );
  });
}
