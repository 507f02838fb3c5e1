/**
 * The machines of an environment's pools: labels as the provider writes them, sizes as the catalogue says; never the
 * pool's selector.
 */
import type { INode } from 'kubernetes-models/v1';
import type { EnvironmentInput } from '../../../lib';
import { bytes, gigabytes, mib, type Bytes } from '../../../lib/core/bytes';
import { cores } from '../../../lib/core/cpu';
import type { Environment } from '../../../lib/environment/environment';
import type {
  CloudPoolInput,
  MetalPoolInput,
  NodePool,
  NodePoolInput,
  PoolGpu,
} from '../../../lib/environment/node-pool';
import type { Instance } from '../../../lib/catalog/instance';
import { aksNode, eksNode, gkeNode, karpenterNode, kubeadmNode } from '../nodes';
import type { Gpus, Labels } from '../nodes/gpus';
import type { CloudMachine, Machine } from '../nodes/machine';

/** Where the machines of each cloud are, zone by zone in turn. */
const places = {
  aws: { region: 'eu-west-1', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
  gcp: { region: 'europe-west4', zones: ['europe-west4-a', 'europe-west4-b', 'europe-west4-c'] },
  azure: { region: 'westeurope', zones: ['westeurope-1', 'westeurope-2', 'westeurope-3'] },
} as const;

/**
 * What the kubelet leaves of a disk before it evicts: it starts at ten percent free.
 * @see nodefs.available of the kubelet's defaults
 */
const beforeEviction = 0.9;

/** `NVIDIA-L40S` → `l40s`, as EC2 and Compute Engine call it. */
const shortName = (product: string): string =>
  product
    .toLowerCase()
    .replace(/^nvidia-/, '')
    .split('-')[0] ?? product;

/** Names of GKE that do not follow from the product. */
const accelerators: Readonly<Record<string, string>> = {
  'Tesla-T4': 'nvidia-tesla-t4',
  'NVIDIA-A100-SXM4-40GB': 'nvidia-tesla-a100',
  'NVIDIA-A100-SXM4-80GB': 'nvidia-a100-80gb',
  'NVIDIA-H100-80GB-HBM3': 'nvidia-h100-80gb',
};
const acceleratorOf = (product: string): string => accelerators[product] ?? `nvidia-${shortName(product)}`;

function slicingOf({ sharing, migProfile, memoryMibPerUnit }: PoolGpu): Gpus['slicing'] {
  if (sharing.by === 'none') return undefined;
  if (sharing.by !== 'mig')
    return { by: sharing.by, replicas: sharing.replicas, renamed: sharing.named !== 'usual-name' };
  return {
    by: 'mig',
    strategy: 'mixed',
    profile: sharing.profile,
    perGpu: migProfile?.perGpu ?? 0,
    memoryMib: memoryMibPerUnit,
  };
}

/** What AMD's node labeller writes of one kind of GPU, under both names. */
function amdLabels({ gpu: { product, label, memoryMib }, perNode }: PoolGpu): Labels {
  const id = label?.key === 'amd.com/gpu.device-id' ? label.values[0] : undefined;
  const name = label?.key === 'amd.com/gpu.product-name' ? label.values[0] : product.replaceAll('-', '_');
  const facts = { 'product-name': name, 'device-id': id, vram: `${Math.round(memoryMib / 1024)}G` };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([fact, value]) =>
      value === undefined
        ? []
        : [
            [`amd.com/gpu.${fact}`, value],
            [`beta.amd.com/gpu.${fact}`, value],
            [`beta.amd.com/gpu.${fact}.${value}`, `${perNode}`],
          ],
    ),
  );
}

/** What the labellers of other vendors than NVIDIA write. */
const otherLabels: Readonly<Record<string, (gpu: PoolGpu) => Labels>> = {
  amd: amdLabels,
  intel: () => ({ 'intel.feature.node.kubernetes.io/gpu': 'true' }),
};

function gpusOf({ gpu }: NodePool): Gpus | undefined {
  if (gpu === undefined) return undefined;
  const labels = otherLabels[gpu.gpu.vendor ?? 'nvidia']?.(gpu);
  return {
    product: gpu.gpu.product,
    count: gpu.perNode,
    memoryMib: gpu.gpu.memoryMib,
    slicing: slicingOf(gpu),
    ...(labels === undefined ? {} : { ofOther: { resource: gpu.resource, labels } }),
    claimed: gpu.claim !== undefined,
  };
}

/** What an owner adds by hand. */
const addedBy = ({ labels, taints }: NodePoolInput): Pick<Machine, 'labels' | 'taints'> => ({
  labels:
    labels &&
    Object.fromEntries(
      Object.entries(labels).map(([key, value]) => [key, typeof value === 'string' ? value : value[0]]),
    ),
  taints: taints?.map((taint) => ({ ...taint })),
});

function metal(name: string, input: MetalPoolInput, pool: NodePool): INode {
  const { cpu, memory, ephemeralStorage } = input.hardware;
  return kubeadmNode({
    name,
    capacity: { cpu: cores(cpu), memory, ephemeralStorage, pods: 110 },
    gpus: gpusOf(pool),
    ...addedBy(input),
  });
}

/** The disk of images, logs and emptyDirs, as pods can have it. */
const diskOf = ({ ephemeralStorage }: CloudPoolInput, { localNvmeGb = 0 }: Instance): Bytes =>
  ephemeralStorage ?? bytes(Math.floor(gigabytes(localNvmeGb * beforeEviction)));

function machineOf(
  name: string,
  index: number,
  input: CloudPoolInput,
  pool: NodePool,
  instance: Instance,
): CloudMachine {
  const { region, zones } = places[instance.cloud];
  const { vcpu, memoryMib, allocatable } = instance;
  const ephemeralStorage = diskOf(input, instance);
  return {
    name,
    capacity: { cpu: cores(vcpu), memory: mib(memoryMib), ephemeralStorage, pods: allocatable.pods },
    allocatable: {
      cpu: cores(allocatable.millicores / 1000),
      memory: mib(allocatable.memoryMib),
      ephemeralStorage,
      pods: allocatable.pods,
    },
    gpus: gpusOf(pool),
    instanceType: instance.type,
    region,
    zone: zones[index % zones.length] ?? zones[0],
    ...addedBy(input),
  };
}

function cloud(name: string, index: number, input: CloudPoolInput, pool: NodePool, instance: Instance): INode {
  const machine = machineOf(name, index, input, pool, instance);
  const spot = pool.capacity === 'spot';
  const { gpu, vcpu, memoryMib, localNvmeGb } = instance;
  switch (input.provisioner ?? 'karpenter') {
    case 'karpenter':
      return karpenterNode({
        ...machine,
        nodePool: pool.name,
        nodeClass: 'default',
        capacityType: spot ? 'spot' : 'on-demand',
        ec2: {
          vcpu,
          memoryMib,
          localNvmeGb,
          gpu: gpu && { name: shortName(gpu.product), count: gpu.count, memoryMib: pool.gpu?.gpu.memoryMib ?? 0 },
        },
      });
    case 'eks-node-group':
      return eksNode({ ...machine, nodeGroup: pool.name, capacityType: spot ? 'SPOT' : 'ON_DEMAND' });
    case 'gke':
      return gkeNode({ ...machine, nodePool: pool.name, spot, accelerator: gpu && acceleratorOf(gpu.product) });
    case 'aks':
      return aksNode({ ...machine, agentPool: pool.name, spot });
  }
}

/** Nodes of one pool, as many as it may have. */
function machinesOfPool(input: NodePoolInput, pool: NodePool, prefix: string): readonly INode[] {
  return Array.from({ length: pool.nodes.max }, (_, index) => {
    const name = pool.nodeNames?.[index] ?? `${prefix}${pool.name}-${index}`;
    if (input.on === 'metal') return metal(name, input, pool);
    if (pool.instance === undefined) throw new Error(`pool ${pool.name} is of a cloud and has no instance`);
    return cloud(name, index, input, pool, pool.instance);
  });
}

/**
 * Machines by pool: as many as each pool may have, which is where the maxima are proven.
 *
 * @param prefix - sets the names of machines that the environment does not name apart from those of another environment
 */
export const machinesOf = (
  input: EnvironmentInput,
  { nodePools }: Pick<Environment, 'nodePools'>,
  prefix = '',
): ReadonlyMap<string, readonly INode[]> =>
  new Map(
    Object.values(nodePools).map((pool) => {
      const asWritten = input.nodePools[pool.name];
      if (asWritten === undefined) throw new Error(`the plan has a pool ${pool.name} that the environment has not`);
      return [pool.name, machinesOfPool(asWritten, pool, prefix)];
    }),
  );
