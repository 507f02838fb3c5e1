/** The GPUs of live nodes beside those of a pool: how many, by which name, of which product, with how much memory. */
import { vendorOf } from '../catalog';
import type { PoolGpu } from '../environment';
import { carriesGpu, gpusOf, type Inventory, type LiveNode, podsWith, productOf } from '../inventory';
import { deviceDifferences } from './devices';
import { difference, type Difference } from './difference';
import type { LivePool } from './live-pool';
import { asArguments, byText, listed, named } from './node-list';

/** How the GPUs of a node are offered, where it is not by the declared name. */
function otherwise(node: LiveNode, { resource }: PoolGpu): string | undefined {
  const gpus = gpusOf(node);
  return gpus === undefined || gpus.resource === resource ? undefined : `${gpus.units} ${gpus.resource}`;
}

/** Whether the pool states how many of several units it uses: more of them are left to others. */
const leavesOthers = ({ sharing }: PoolGpu): boolean => sharing.by === 'mig' && sharing.units !== undefined;

function unitsFound(node: LiveNode, gpu: PoolGpu): string | undefined {
  const { resource, unitsPerNode } = gpu;
  const [all, free] = [node.allocatable[resource] ?? 0, node.free[resource] ?? 0];
  if (all > unitsPerNode && !leavesOthers(gpu)) return `${all}`;
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

/** What an overlay adds where shares have the name of whole GPUs. */
const asNamed = (node: LiveNode): string =>
  gpusOf(node)?.resource.endsWith('.shared') === false ? ", named: 'usual-name'" : '';

/** What an overlay adds where not each GPU is cut into as many slices as it can be. */
function ofUnits(node: LiveNode, profile: string, { gpu, perNode, resource }: PoolGpu): string {
  const units = gpusOf(node, resource)?.units ?? 0;
  const known = gpu.migProfiles.find((each) => each.profile === profile);
  return known !== undefined && known.perGpu * perNode === units ? '' : `, units: ${units}`;
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
  const sharing = first && gpusOf(first, resource)?.sharing;
  const { devicePlugin, tool } = vendorOf(gpu.gpu);
  const configured = first === undefined ? undefined : configuration(first);
  if (preparation !== undefined && all !== gpu.unitsPerNode && configured === undefined && sharing?.by === 'none')
    return [preparation.commands.join(' && ')];
  // What is set up already is in use: it is declared, or its owner changes it.
  if (first !== undefined && (sharing?.by === 'time-slicing' || sharing?.by === 'mps'))
    return [`sharing: { by: '${sharing.by}', replicas: ${sharing.replicas}${asNamed(first)} }`, askOwner];
  if (first !== undefined && sharing?.by === 'mig')
    return [`sharing: { by: 'mig', profile: '${sharing.profile}'${ofUnits(first, sharing.profile, gpu)} }`, askOwner];
  if (preparation !== undefined && configured !== undefined) return [`${askOwner}: ${configured}`];
  if (all === 0) return [devicePlugin, `kubectl describe node ${asArguments(nodes)}`];
  const stated = pool.on === 'metal' ? `hardware: { gpus: ${all} }` : 'set instance to the type of the nodes';
  return all > gpu.unitsPerNode ? [stated] : [stated, `look for a failed GPU with ${tool} on the node`];
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
    if (carriesGpu(node, gpu) !== false) return undefined;
    return productOf(node) ?? 'others';
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
function memories(
  { at, nodes }: LivePool,
  { gpu, resource, sharing, memoryMibPerUnit }: PoolGpu,
): readonly Difference[] {
  // No driver reports how much of the node is the GPU's.
  if (gpu.memory === 'unified') return [];
  const wanted = sharing.by === 'mig' ? memoryMibPerUnit : gpu.memoryMib;
  const say = (node: LiveNode): string | undefined => {
    const memory = gpusOf(node, resource)?.memoryMib;
    return memory === undefined || memory >= wanted ? undefined : `${memory} MiB`;
  };
  return [...byText(nodes, say)].map(([memory, those]) =>
    difference(
      'GpuMemoryLess',
      at,
      `${wanted} MiB on each ${sharing.by === 'mig' ? 'slice' : 'GPU'}`,
      `${memory} on ${named(those)}`,
      `update the driver, or turn off ECC, which uses memory: ${vendorOf(gpu).memoryCommand} shows both`,
    ),
  );
}

export function gpuDifferences(live: LivePool, inventory: Inventory): readonly Difference[] {
  const { gpu } = live.pool;
  if (gpu?.claim !== undefined) return deviceDifferences(live, gpu, gpu.claim, inventory);
  return gpu === undefined ? [] : [...units(live, gpu, inventory), ...products(live, gpu), ...memories(live, gpu)];
}
