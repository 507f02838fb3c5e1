/** The GPUs of live nodes beside those of a pool: how many, of which product, with how much memory. */
import { type GpuCatalog, vendorOf } from '../catalog';
import type { PoolGpu } from '../environment';
import { carriesGpu, gpusOf, type Inventory, knownGpu, type LiveNode, shownKind } from '../inventory';
import { deviceDifferences } from './devices';
import { difference, type Difference } from './difference';
import { unitDifferences } from './gpu-units';
import type { LivePool } from './live-pool';
import { byText, named } from './node-list';

/** Whether the labels of a node say that it has other GPUs than a pool. */
export const hasOtherGpus = ({ pool: { gpu } }: LivePool, node: LiveNode): boolean =>
  gpu !== undefined && carriesGpu(node, gpu.gpu, gpu.resource) === false;

/** The resource of a node by which its GPUs are compared with those of a pool. */
const resourceOn = (node: LiveNode, { resource }: PoolGpu): string => gpusOf(node, resource)?.resource ?? resource;

/** What an overlay says of nodes that have other GPUs: of a pool that has some of its own, they are none. */
export function otherGpuFix(
  { pool, nodes: counted }: LivePool,
  gpu: PoolGpu,
  nodes: readonly LiveNode[],
  catalog: GpuCatalog,
): string {
  if (pool.on === 'cloud') return 'set instance to the type of the nodes';
  const [first] = nodes;
  const resource = first === undefined ? gpu.resource : resourceOn(first, gpu);
  const known = first && knownGpu(first, resource, catalog);
  const isAll = counted.every((node) => nodes.includes(node));
  const apart = isAll ? '' : `a pool of its own for ${named(nodes)}, with `;
  return known === undefined
    ? `${apart}hardware: { gpu: … }, the GPU added to catalog.gpus with the memory that ${vendorOf(gpu.gpu).memoryCommand} prints`
    : `${apart}hardware: { gpu: '${known.product}' }`;
}

function products(live: LivePool, gpu: PoolGpu, catalog: GpuCatalog): readonly Difference[] {
  const say = (node: LiveNode): string | undefined => {
    if (!hasOtherGpus(live, node)) return undefined;
    const resource = resourceOn(node, gpu);
    return knownGpu(node, resource, catalog)?.product ?? shownKind(node, resource) ?? 'others';
  };
  return [...byText(live.nodes, say)].map(([product, those]) =>
    difference(
      'GpuProductDiffers',
      live.at,
      `GPUs ${gpu.gpu.product}`,
      `${product} on ${named(those)}`,
      otherGpuFix(live, gpu, those, catalog),
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
    const found = gpusOf(node, resource);
    const memory = found?.resource === resource ? found.memoryMib : undefined;
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

export function gpuDifferences(live: LivePool, inventory: Inventory, catalog: GpuCatalog): readonly Difference[] {
  const { gpu } = live.pool;
  if (gpu?.claim !== undefined) return deviceDifferences(live, gpu, gpu.claim, inventory);
  return gpu === undefined
    ? []
    : [...unitDifferences(live, gpu, inventory), ...products(live, gpu, catalog), ...memories(live, gpu)];
}
