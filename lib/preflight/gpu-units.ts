/** How many GPUs live nodes offer beside those that a pool declares, and by which name. */
import { isWholeGpu, vendorOf, vendorOfResource } from '../catalog';
import type { PoolGpu } from '../environment';
import { allUnitsOf, gpusOf, type Inventory, type LiveGpus, type LiveNode, podsWith } from '../inventory';
import { difference, type Difference } from './difference';
import type { LivePool } from './live-pool';
import { asArguments, byText, listed, named } from './node-list';

const allOf = ({ allocatable }: LiveNode, resource: string): number => allocatable[resource] ?? 0;
const freeOf = ({ free }: LiveNode, resource: string): number => Math.max(0, free[resource] ?? 0);

/** What a node offers: by the declared name, else by another of the same vendor, else by any. */
function offered(node: LiveNode, { resource }: PoolGpu): LiveGpus | undefined {
  const ofSame = allUnitsOf(node)
    .filter(([name]) => vendorOfResource(name) === vendorOfResource(resource))
    .toSorted(([, a], [, b]) => b - a);
  return gpusOf(node, allOf(node, resource) > 0 ? resource : ofSame[0]?.[0]);
}

/** How the GPUs of a node are offered, where it is not by the declared name. */
function otherwise(node: LiveNode, gpu: PoolGpu): string | undefined {
  const found = offered(node, gpu);
  return found === undefined || found.resource === gpu.resource ? undefined : `${found.units} ${found.resource}`;
}

/** Whether the pool states how many of several units it uses: more of them are left to others. */
const leavesOthers = ({ sharing }: PoolGpu): boolean => sharing.by === 'mig' && sharing.units !== undefined;

function unitsFound(node: LiveNode, gpu: PoolGpu): string | undefined {
  const { resource, unitsPerNode } = gpu;
  const [all, free] = [allOf(node, resource), freeOf(node, resource)];
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

/** Slices as an overlay declares them: with a number where not each GPU is cut into as many as it can be, all free. */
function slicesText(nodes: readonly LiveNode[], profile: string, resource: string, { gpu, perNode }: PoolGpu): string {
  const units = Math.min(...nodes.map((node) => freeOf(node, resource)));
  const known = gpu.migProfiles.find((each) => each.profile === profile);
  const stated = known !== undefined && known.perGpu * perNode === units ? '' : `, units: ${units}`;
  return `sharing: { by: 'mig', profile: '${profile}'${stated} }`;
}

/** What moves others from units that are all there. */
function movingFixes(gpu: PoolGpu, nodes: readonly LiveNode[], inventory: Inventory): readonly string[] {
  const { resource, sharing } = gpu;
  const least = Math.min(...nodes.map((node) => freeOf(node, resource)));
  return [
    `move ${listed(nodes.flatMap(({ name }) => podsWith(inventory, name, resource)))} to other nodes`,
    ...(sharing.by === 'mig' && least > 0 ? [slicesText(nodes, sharing.profile, resource, gpu)] : []),
  ];
}

/** What an overlay says where the device plugin has another name for whole GPUs. */
function nameFixes({ pool }: LivePool, gpu: PoolGpu, { resource, units }: LiveGpus): readonly string[] {
  const vendor = vendorOf(gpu.gpu);
  if (gpu.sharing.by !== 'none' || resource === gpu.resource || !isWholeGpu(vendor, resource)) return [];
  const name = resource === vendor.resource ? 'leave out gpuResource' : `gpuResource: '${resource}'`;
  const isCounted = units === gpu.unitsPerNode || pool.on === 'cloud';
  return [isCounted ? name : `${name}, with hardware: { gpus: ${units} }`];
}

const askOwner = 'ask the owner of the GPU sharing configuration of these nodes';

/** What is set up already is in use: it is declared, or its owner changes it. */
function asSetUp(nodes: readonly LiveNode[], gpu: PoolGpu, { resource, sharing }: LiveGpus): readonly string[] {
  if (sharing.by === 'time-slicing' || sharing.by === 'mps') {
    const isUsual = isWholeGpu(vendorOf(gpu.gpu), resource) ? ", named: 'usual-name'" : '';
    return [`sharing: { by: '${sharing.by}', replicas: ${sharing.replicas}${isUsual} }`, askOwner];
  }
  if (sharing.by !== 'mig') return [];
  const isFree = nodes.some((node) => freeOf(node, resource) > 0);
  return [...(isFree ? [slicesText(nodes, sharing.profile, resource, gpu)] : []), askOwner];
}

function unitFixes(live: LivePool, gpu: PoolGpu, nodes: readonly LiveNode[], inventory: Inventory): readonly string[] {
  const [first] = nodes;
  if (first === undefined) return [];
  const { pool, preparation } = live;
  const all = allOf(first, gpu.resource);
  if (freeOf(first, gpu.resource) < gpu.unitsPerNode && gpu.unitsPerNode <= all)
    return movingFixes(gpu, nodes, inventory);
  const found = offered(first, gpu);
  const isSame = found !== undefined && vendorOfResource(found.resource) === vendorOfResource(gpu.resource);
  const { devicePlugin, tool } = vendorOf(gpu.gpu);
  const configured = configuration(first);
  if (preparation !== undefined && all !== gpu.unitsPerNode && configured === undefined && found?.sharing.by === 'none')
    return [preparation.commands.join(' && ')];
  const declared = isSame ? [...nameFixes(live, gpu, found), ...asSetUp(nodes, gpu, found)] : [];
  if (declared.length > 0) return declared;
  if (preparation !== undefined && configured !== undefined) return [`${askOwner}: ${configured}`];
  if (all === 0) return [devicePlugin, `kubectl describe node ${asArguments(nodes)}`];
  const stated = pool.on === 'metal' ? `hardware: { gpus: ${all} }` : 'set instance to the type of the nodes';
  return all > gpu.unitsPerNode ? [stated] : [stated, `look for a failed GPU with ${tool} on the node`];
}

export const unitDifferences = (live: LivePool, gpu: PoolGpu, inventory: Inventory): readonly Difference[] =>
  [...byText(live.nodes, (node) => unitsFound(node, gpu))].map(([found, nodes]) =>
    difference(
      'GpusMissing',
      live.at,
      `${gpu.unitsPerNode} ${gpu.resource} for its pods on each node`,
      `${found} on ${named(nodes)}`,
      ...unitFixes(live, gpu, nodes, inventory),
    ),
  );
