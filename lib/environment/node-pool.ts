/** A node pool: machines of one kind, how many, at what price, and by which labels the scheduler finds them. */
import type { Bytes, Duration, NodeTarget, Taint } from '../core';
import type { DeviceAttributes, Gpu, Instance, MigProfile, NodeArchitecture } from '../catalog';
import type { PodAdditionsBase } from '../workload';
import type { PoolTuning, PoolTuningInput } from './node-tuning';

export const capacityTypes = ['on-demand', 'spot'] as const;
export type CapacityType = (typeof capacityTypes)[number];

/** What happens when the maxima of a pool's workloads add up to more than it has. */
export const contentions = ['reserved', 'by-priority'] as const;
/** `reserved`: they never do, which is proven. `by-priority`: a scale-up may preempt lower classes, or wait. */
export type Contention = (typeof contentions)[number];

/** Who makes the nodes, which decides the labels that they carry. */
export const provisioners = ['karpenter', 'eks-node-group', 'gke', 'aks'] as const;
export type Provisioner = (typeof provisioners)[number];

/**
 * Whose the device plugin's configuration is. `existing`: it needs a patch, which is printed. `owned`: it is rendered,
 * into the namespace of the device plugin; which nodes use it is printed.
 */
export const devicePluginOwners = ['existing', 'owned'] as const;
export type DevicePluginOwner = (typeof devicePluginOwners)[number];

/**
 * By which name shares are offered. `renamed`: `nvidia.com/gpu.shared`, so that no pod takes a share for a GPU.
 * `usual-name`: that of whole GPUs, as others have configured the nodes; nothing is rendered or printed to change it.
 */
export const shareNames = ['renamed', 'usual-name'] as const;
export type ShareName = (typeof shareNames)[number];

export interface SharingBase {
  /**
   * Whose the device plugin's configuration is. `existing`: it needs a patch, which is printed. `owned`: it is rendered;
   * which nodes use it is printed. @default 'existing'
   */
  readonly devicePlugin?: DevicePluginOwner;
}

export interface SharesBase extends SharingBase {
  /**
   * By which name shares are offered. `renamed`: `nvidia.com/gpu.shared`, so that no pod takes a share for a GPU.
   * `usual-name`: that of whole GPUs, as others have configured the nodes. @default 'renamed'
   */
  readonly named?: ShareName;
}

/** How the GPUs of a pool are shared: all GPUs of a node alike. */
export type GpuSharing =
  | (SharesBase & {
      /** Pods take turns on a GPU. */
      readonly by: 'time-slicing';
      /** Pods per GPU. */
      readonly replicas: number;
    })
  | (SharesBase & {
      /** Pods use equal parts of a GPU at the same time. */
      readonly by: 'mps';
      /** Pods per GPU, in equal parts. */
      readonly replicas: number;
    })
  | (SharingBase & {
      /** GPUs are cut into slices. */
      readonly by: 'mig';
      /** `1g.10gb`. */
      readonly profile: string;
      /**
       * Slices of this profile on one node, where its GPUs are cut into several kinds already: the others, and whole
       * GPUs, are left to others. @default - as many on each GPU as it can be cut into
       */
      readonly units?: number;
    });

/**
 * How pods ask for GPUs. `counted`: as a number of an extended resource, which a device plugin offers. `dra`: by claims
 * of dynamic resource allocation, which a DRA driver of the vendor serves.
 */
export const allocations = ['counted', 'dra'] as const;
export type Allocation = (typeof allocations)[number];

/** A disk of a named node, cut into volumes for the `static` tier. */
export interface NvmeDisk {
  /** Where the disk is mounted on the node; volume n is `<path>/volume-<n>`. */
  readonly path: string;
  readonly capacity: Bytes;
  /** PersistentVolumes that are rendered for it, equal parts. */
  readonly volumes: number;
}

/** A machine of one's own. */
export interface Hardware {
  /** Product label of its GPUs. @default - no GPU */
  readonly gpu?: string;
  /** How many GPUs one node has; needed with `gpu`. */
  readonly gpus?: number;
  /**
   * Its processors, as the label `kubernetes.io/arch` names them.
   * @default - those of machines with its GPU, else 'amd64'
   */
  readonly architecture?: NodeArchitecture;
  /**
   * Numeric groups that own the devices of its GPUs on the nodes (`stat -c %g /dev/kfd /dev/dri/renderD128`), where the
   * vendor's device plugin leaves them so: AMD and Intel. `[]`: every user may open them.
   * @default - must be given for such a vendor
   */
  readonly deviceGroups?: readonly number[];
  /** Cores that pods can have. */
  readonly cpu: number;
  /** Memory that pods can have. */
  readonly memory: Bytes;
  /** Disk for images, logs and `ephemeral` weights. */
  readonly ephemeralStorage: Bytes;
  /** Bytes per second of that disk. */
  readonly diskBandwidth: Bytes;
  /** Disks for the `static` tier. @default [] */
  readonly nvme?: readonly NvmeDisk[];
}

/** The value of a label, or the values of which a node has any. */
export type LabelValues = string | readonly [string, ...string[]];

export interface PoolInputBase {
  /**
   * What happens when the maxima of its workloads add up to more than it has. `reserved`: they never do, which is proven.
   * `by-priority`: a scale-up may preempt lower classes, or wait. @default 'reserved'
   */
  readonly contention?: Contention;
  /** How several pods share a GPU: all GPUs of a node alike. @default - a GPU is one pod's alone */
  readonly sharing?: GpuSharing;
  /**
   * Resource of its whole GPUs, where the device plugin has another name for them: `amd.com/spx_nps1`, `gpu.intel.com/xe`.
   * @default - that of the vendor: `nvidia.com/gpu`, `amd.com/gpu`, `gpu.intel.com/i915`
   */
  readonly gpuResource?: string;
  /**
   * How pods ask for its GPUs. `dra` needs Kubernetes 1.34 and the DRA driver of the vendor on the nodes.
   * @default 'counted'
   */
  readonly allocation?: Allocation;
  /** Taints that the nodes carry. GPU taints with the key of the vendor's resource are always tolerated. @default [] */
  readonly taints?: readonly Taint[];
  /**
   * Labels that the nodes really carry and that set this pool apart. A list of values selects nodes with any of them:
   * one NodePool of Karpenter may make nodes of reserved and of on-demand capacity.
   * @default - those of the provisioner or of GPU feature discovery
   */
  readonly labels?: Readonly<Record<string, LabelValues>>;
  /**
   * What is added to the pods of every workload that names this pool, wherever they run. It wins over the same of the
   * environment; two pools of one workload must not differ.
   * @default {}
   */
  readonly pods?: PodAdditionsBase;
  /** Kernel and kubelet settings of the nodes. @default - as their provider makes them */
  readonly tuning?: PoolTuningInput;
  /** What DaemonSets take of each node. @default { cpu: 0.5, memory: mib(512) } */
  readonly daemons?: { readonly cpu: number; readonly memory: Bytes };
}

/** Machines of a cloud, as an overlay writes them. */
export interface CloudPoolInput<Instances extends string = string> extends PoolInputBase {
  /** Machines of a cloud. */
  readonly on: 'cloud';
  /** Key of the machine type: `aws/g6.2xlarge`. */
  readonly instance: Instances;
  /** How many nodes the autoscaler may make. */
  readonly nodes: { readonly min: number; readonly max: number };
  /** Whether the provider may take the nodes away. @default 'on-demand' */
  readonly capacity?: CapacityType;
  /** Who makes the nodes, which decides the labels that they carry. @default 'karpenter' */
  readonly provisioner?: Provisioner;
  /**
   * Disk for images, logs and `ephemeral` weights.
   * @default - the machine's local NVMe; without one it must be given
   */
  readonly ephemeralStorage?: Bytes;
  /** Bytes per second of that disk. @default 1 GB/s for local NVMe; without one it must be given */
  readonly diskBandwidth?: Bytes;
  /** Numeric groups that own the devices of its GPUs, as in `hardware` of one's own machines. */
  readonly deviceGroups?: readonly number[];
}

/** Machines of one's own, as an overlay writes them. */
export interface MetalPoolInput extends PoolInputBase {
  /** Machines of your own. */
  readonly on: 'metal';
  /** Names of the nodes, or how many there are where names do not matter. */
  readonly nodes: number | readonly string[];
  /** What one node has. */
  readonly hardware: Hardware;
  /** What one node costs per hour: power, space, write-off. @default - unknown, and said so */
  readonly usdPerNodeHour?: number;
}

export type NodePoolInput<Instances extends string = string> = CloudPoolInput<Instances> | MetalPoolInput;

/** The devices of a pool, as a claim selects them. */
export interface PoolClaim {
  readonly deviceClass: string;
  readonly driver: string;
  readonly attributes: DeviceAttributes;
  /** Product as its label has it. @default - no attribute names it */
  readonly product?: string;
}

/** The GPUs of a node as pods ask for them. */
export interface PoolGpu {
  readonly gpu: Gpu;
  /** Physical GPUs of one node. */
  readonly perNode: number;
  /**
   * Extended resource: `nvidia.com/gpu`, `nvidia.com/gpu.shared`, `nvidia.com/mig-1g.10gb`, `amd.com/gpu`; where pods
   * claim them, the devices of a class: `gpu.nvidia.com.deviceclass.resource.k8s.io/devices`.
   */
  readonly resource: string;
  /** Units of that resource on one node. */
  readonly unitsPerNode: number;
  /** Memory behind one unit in MiB: the card, its share, or the slice. */
  readonly memoryMibPerUnit: number;
  readonly sharing: GpuSharing | { readonly by: 'none' };
  readonly migProfile?: MigProfile;
  /** What sets its devices apart, where pods claim them. @default - pods ask for a number of the resource */
  readonly claim?: PoolClaim;
  /** Numeric groups that pods need to open its devices. @default - none */
  readonly groups?: readonly number[];
}

/** A node pool, complete: what one node offers to pods, how many there are, how they are found. */
export interface NodePool extends NodeTarget {
  readonly on: 'cloud' | 'metal';
  /** Processors of its nodes: an image must be built for them. */
  readonly architecture: NodeArchitecture;
  readonly capacity: CapacityType;
  readonly contention: Contention;
  readonly nodes: { readonly min: number; readonly max: number };
  /** Names, where the environment names its nodes. */
  readonly nodeNames?: readonly string[];
  /** What pods can have of one node, the DaemonSets' part taken off. */
  readonly allocatable: {
    readonly millicores: number;
    readonly memory: Bytes;
    readonly ephemeralStorage: Bytes;
    readonly pods: number;
  };
  readonly gpu?: PoolGpu;
  /** What is added to the pods of every workload that names this pool. */
  readonly pods: PodAdditionsBase;
  readonly tuning?: PoolTuning;
  readonly diskBandwidth: Bytes;
  readonly nvme: readonly NvmeDisk[];
  /** Time between notice and loss of a spot node; absent on demand. */
  readonly spotNotice?: Duration;
  readonly instance?: Instance;
  readonly usdPerNodeHour?: number;
}
