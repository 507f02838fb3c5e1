/** The GPUs of live nodes beside those of a pool: how many, by which name, of which product, with how much memory. */
import type { PoolGpu } from '../environment';
import { gpusOf, type Inventory, type LiveNode, podsWith, productOf } from '../inventory';
import { difference, type Difference } from './difference';
import type { LivePool } from './live-pool';
import { asArguments, byText, listed, named } from './node-list';

/** How the GPUs of a node are offered, where it is not by the declared name. */
function otherwise(node: LiveNode, { resource }: PoolGpu): string | undefined {
  const gpus = gpusOf(node);
  return gpus === undefined || gpus.resource === resource ? undefined : `${gpus.units} ${gpus.resource}`;
}

function unitsFound(node: LiveNode, gpu: PoolGpu): string | undefined {
  const { resource, unitsPerNode } = gpu;
  const [all, free] = [node.allocatable[resource] ?? 0, node.free[resource] ?? 0];
  if (all > unitsPerNode) return `${all}`;
  if (free >= unitsPerNode) return undefined;
  if (free < all) return `${all}, but other pods use ${all - free},`;
  return otherwise(node, gpu) ?? (all === 0 ? 'none' : `${all}`);
}

/** What a node is configured to share or cut already: `label nvidia.com/device-plugin.config=team-a`. */
function configuration({ labels }: LiveNode): string | undefined {
  const cut = labels['nvidia.com/mig.config'];
  const shares = labels['nvidia.com/device-plugin.config'];
  if (cut !== undefined && cut !== 'all-disabled') return `label nvidia.com/mig.config=${cut}`;
  return shares === undefined ? undefined : `label nvidia.com/device-plugin.config=${shares}`;
}

const askOwner = 'ask the owner of the GPU sharing configuration of these nodes';

function unitFixes(
  { pool, preparation }: LivePool,
  gpu: PoolGpu,
  nodes: readonly LiveNode[],
  inventory: Inventory,
): readonly string[] {
  const [first] = nodes;
  const { resource } = gpu;
  const all = first?.allocatable[resource] ?? 0;
  if (first !== undefined && (first.free[resource] ?? 0) < all && all <= gpu.unitsPerNode) {
    return [`move ${listed(nodes.flatMap(({ name }) => podsWith(inventory, name, resource)))} to other nodes`];
  }
  const sharing = first && gpusOf(first)?.sharing;
  const configured = first === undefined ? undefined : configuration(first);
  if (preparation !== undefined && all !== gpu.unitsPerNode && configured === undefined && sharing?.by === 'none')
    return [preparation.commands.join(' && ')];
  // What is set up already is in use: it is declared, or its owner changes it.
  if (sharing?.by === 'time-slicing' || sharing?.by === 'mps')
    return [`sharing: { by: '${sharing.by}', replicas: ${sharing.replicas} }`, askOwner];
  if (sharing?.by === 'mig') return [`sharing: { by: 'mig', profile: '${sharing.profile}' }`, askOwner];
  if (preparation !== undefined && configured !== undefined) return [`${askOwner}: ${configured}`];
  if (all === 0)
    return [
      'run the NVIDIA device plugin on the node: devicePlugin.enabled=true of the GPU operator',
      `kubectl describe node ${asArguments(nodes)}`,
    ];
  const stated = pool.on === 'metal' ? `hardware: { gpus: ${all} }` : 'set instance to the type of the nodes';
  return all > gpu.unitsPerNode ? [stated] : [stated, 'look for a failed GPU with nvidia-smi on the node'];
}

function units(live: LivePool, gpu: PoolGpu, inventory: Inventory): readonly Difference[] {
  return [...byText(live.nodes, (node) => unitsFound(node, gpu))].map(([found, nodes]) =>
    difference(
      'GpusMissing',
      live.at,
      `${gpu.unitsPerNode} ${gpu.resource} for its pods on each node`,
      `${found} on ${named(nodes)}`,
      ...unitFixes(live, gpu, nodes, inventory),
    ),
  );
}

function products({ pool, at, nodes }: LivePool, { gpu }: PoolGpu): readonly Difference[] {
  const say = (node: LiveNode): string | undefined => {
    const product = productOf(node);
    return product === undefined || product === gpu.product ? undefined : product;
  };
  return [...byText(nodes, say)].map(([product, those]) =>
    difference(
      'GpuProductDiffers',
      at,
      `GPUs ${gpu.product}`,
      `${product} on ${named(those)}`,
      pool.on === 'metal' ? `hardware: { gpu: '${product}' }` : 'set instance to the type of the nodes',
    ),
  );
}

/** Memory of a card, or of a slice, as the plan counts it. */
function memories({ at, nodes }: LivePool, { gpu, sharing, memoryMibPerUnit }: PoolGpu): readonly Difference[] {
  // No driver reports how much of the node is the GPU's.
  if (gpu.memory === 'unified') return [];
  const wanted = sharing.by === 'mig' ? memoryMibPerUnit : gpu.memoryMib;
  const say = (node: LiveNode): string | undefined => {
    const memory = gpusOf(node)?.memoryMib;
    return memory === undefined || memory >= wanted ? undefined : `${memory} MiB`;
  };
  return [...byText(nodes, say)].map(([memory, those]) =>
    difference(
      'GpuMemoryLess',
      at,
      `${wanted} MiB on each ${sharing.by === 'mig' ? 'slice' : 'GPU'}`,
      `${memory} on ${named(those)}`,
      'update the driver, or turn off ECC, which uses memory: nvidia-smi -q -d MEMORY,ECC shows both',
    ),
  );
}

export function gpuDifferences(live: LivePool, inventory: Inventory): readonly Difference[] {
  const { gpu } = live.pool;
  return gpu === undefined ? [] : [...units(live, gpu, inventory), ...products(live, gpu), ...memories(live, gpu)];
}
