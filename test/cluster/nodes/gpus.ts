/**
 * GPUs of a machine: the resource that the device plugin offers, and the labels of GPU feature discovery and the GPU
 * operator.
 *
 * @see NVIDIA/k8s-device-plugin internal/lm/resource.go, internal/lm/mig-strategy.go,
 * docs/gpu-feature-discovery/README.md
 * @see NVIDIA/gpu-operator controllers/state_manager.go (`nvidia.com/gpu.present`)
 */
export type Labels = Readonly<Record<string, string>>;

/** How one GPU serves several pods. */
type Slicing =
  | {
      readonly by: 'time-slicing' | 'mps';
      /** Pods that share one GPU. */
      readonly replicas: number;
      /** `renameByDefault`: the resource is called `nvidia.com/gpu.shared`. @default false */
      readonly renamed?: boolean;
    }
  | {
      readonly by: 'mig';
      /** `single`: slices are offered as `nvidia.com/gpu`; `mixed`: as `nvidia.com/mig-<profile>`. */
      readonly strategy: 'single' | 'mixed';
      /** `1g.10gb`. */
      readonly profile: string;
      readonly perGpu: number;
      /** Memory of one slice in MiB. */
      readonly memoryMib: number;
    };

export interface Gpus {
  /** Label value of `nvidia.com/gpu.product` when nothing is shared: `NVIDIA-L40S`. */
  readonly product: string;
  /** Physical GPUs. */
  readonly count: number;
  /** Memory of one GPU in MiB as the driver reports it. */
  readonly memoryMib: number;
  /** @default - none: a GPU serves one pod */
  readonly slicing?: Slicing;
  /**
   * GPUs of another vendor than NVIDIA: the resource of its device plugin, and what its labeller writes.
   * @default - NVIDIA's, as the other fields say
   */
  readonly ofOther?: { readonly resource: string; readonly labels: Labels };
  /** Whether a DRA driver offers them in place of the device plugin. @default false */
  readonly claimed?: boolean;
  /** Whether GPU feature discovery labels the node. @default true; GKE's own device plugin does not bring it */
  readonly discovered?: boolean;
}

/** Extended resources that the device plugin reports. */
export function gpuResources(gpus: Gpus | undefined): Record<string, string> {
  if (gpus === undefined || gpus.claimed === true) return {};
  const { count, slicing, ofOther } = gpus;
  if (ofOther !== undefined) return { [ofOther.resource]: String(count) };
  if (slicing === undefined) return { 'nvidia.com/gpu': String(count) };
  if (slicing.by !== 'mig')
    return {
      [slicing.renamed === true ? 'nvidia.com/gpu.shared' : 'nvidia.com/gpu']: String(count * slicing.replicas),
    };
  const slices = String(count * slicing.perGpu);
  return slicing.strategy === 'single'
    ? { 'nvidia.com/gpu': slices }
    : { [`nvidia.com/mig-${slicing.profile}`]: slices };
}

/** Labels of one resource name. */
const resourceLabels = (resource: string, values: Readonly<Record<string, string | number>>): Labels =>
  Object.fromEntries(Object.entries(values).map(([suffix, value]) => [`${resource}.${suffix}`, String(value)]));

function gpuLabels({ product, count, memoryMib, slicing }: Gpus): Labels {
  if (slicing === undefined) {
    return resourceLabels('nvidia.com/gpu', {
      product,
      count,
      memory: memoryMib,
      replicas: 1,
      'sharing-strategy': 'none',
    });
  }
  if (slicing.by !== 'mig') {
    const shown = slicing.renamed === true ? product : `${product}-SHARED`;
    return resourceLabels('nvidia.com/gpu', {
      product: shown,
      count,
      memory: memoryMib,
      replicas: slicing.replicas,
      'sharing-strategy': slicing.by,
    });
  }
  const slices = {
    product: `${product}-MIG-${slicing.profile}`,
    count: count * slicing.perGpu,
    memory: slicing.memoryMib,
    replicas: 1,
    'sharing-strategy': 'none',
  };
  if (slicing.strategy === 'single')
    return { 'nvidia.com/mig.strategy': 'single', ...resourceLabels('nvidia.com/gpu', slices) };
  return {
    'nvidia.com/mig.strategy': 'mixed',
    // Whole GPUs that MIG has cut: counted, but with sharing off, which shows as no replicas.
    ...resourceLabels('nvidia.com/gpu', { product, count, memory: memoryMib, replicas: 0, 'sharing-strategy': 'none' }),
    ...resourceLabels(`nvidia.com/mig-${slicing.profile}`, slices),
  };
}

/** What GPU feature discovery and the GPU operator write on a node. */
export function discoveryLabels(gpus: Gpus | undefined): Labels {
  if (gpus === undefined || gpus.discovered === false) return {};
  if (gpus.ofOther !== undefined) return gpus.ofOther.labels;
  return {
    'nvidia.com/gpu.present': 'true',
    'nvidia.com/mps.capable': String(gpus.slicing?.by === 'mps'),
    ...gpuLabels(gpus),
  };
}
