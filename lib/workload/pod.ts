/** What the pods of one workload are made of: sizing computes it, the plan has it, constructs draw it. */
import {
  type Bytes,
  derived,
  type Derived,
  type Duration,
  type Millicores,
  type NodeTarget,
  type ToleratedTaint,
} from '../core';
import type { DeviceAttributes } from '../catalog';
import type { ScheduleWindow } from './schedule';

/** What the devices must have that a pod claims by dynamic resource allocation. */
export interface DeviceClaim {
  /** `gpu.nvidia.com` */
  readonly deviceClass: string;
  /** Domain of attributes and capacities. */
  readonly driver: string;
  /** Attributes, each with the values of which one is enough. */
  readonly attributes: DeviceAttributes;
  /** Products as their labels have them, of which one is enough. @default - any */
  readonly products?: readonly string[];
  /** Memory that each device must have at least. */
  readonly memory: Derived<Bytes>;
}

/** The GPUs of one pod. */
export interface ComputeGpus {
  /**
   * `nvidia.com/gpu`, `amd.com/gpu`; where pods claim them, the devices of a class:
   * `gpu.nvidia.com.deviceclass.resource.k8s.io/devices`
   */
  readonly resource: string;
  readonly count: number;
  /** @default - the container asks for a number of the resource */
  readonly claim?: DeviceClaim;
}

/** What one pod asks for. Memory and ephemeral storage are requests and limits alike. */
export interface Compute {
  readonly gpus?: ComputeGpus;
  readonly cpu: Derived<Millicores>;
  /** Set only where the engine's threads are pinned to it: a limit throttles an engine that counts the host's cores. */
  readonly cpuLimit?: Millicores;
  /** Limit of CPU of the containers beside the engine, where a namespace demands one. @default - none */
  readonly helperCpuLimit?: Millicores;
  /** Threads that the engine gets as a setting. */
  readonly threads: Derived<number>;
  readonly memory: Derived<Bytes>;
  readonly ephemeralStorage: Derived<Bytes>;
}

/** Where pods go, and who gives way. */
export interface Scheduling {
  /** Node pools in order of preference. */
  readonly pools: readonly NodeTarget[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
  /** Labels that nodes must have beside those of the pools. @default - none */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that are tolerated beside those of the pools. @default - none */
  readonly tolerations?: readonly ToleratedTaint[];
  /** Numeric groups that own the devices of the nodes' GPUs. @default - none */
  readonly deviceGroups?: readonly number[];
}

/** How long each step of a pod's life may take. */
export interface Budgets {
  /** From the weights on the local disk to ready. */
  readonly startup: Derived<Duration>;
  /** From the weights in the store to the local disk. */
  readonly staging: Derived<Duration>;
  /**
   * For a rollout to make progress: staging, startup and image pull. It follows the number of pods that read the store.
   */
  readonly progressDeadline: Derived<Duration>;
  /**
   * Without any progress until staging is given up and begun again: from this pod's own values, since it is in its
   * template.
   */
  readonly patience: Derived<Duration>;
  /** Until no client sends new requests to a pod that ends. @default - 15 s */
  readonly propagation?: Derived<Duration>;
  /** For requests in flight to end. */
  readonly drain: Derived<Duration>;
  /** `terminationGracePeriodSeconds`: the drain and what comes before and after it. */
  readonly grace: Derived<Duration>;
}

/** How a Deployment replaces its pods. */
export type RolloutStrategy =
  | { readonly type: 'RollingUpdate'; readonly maxSurge: number; readonly maxUnavailable: number }
  | { readonly type: 'Recreate' };

/** Most pods of a workload that a drain may take at once; `all` stands for no budget at all. */
export type DisruptionBudget = Derived<number | 'all'>;

/** The default disruption budget. */
export const oneAtATime: DisruptionBudget = derived(1, 'one at a time');

/** A fixed number of pods, or a range that an autoscaler moves in. */
export interface Replicas {
  readonly min: number;
  readonly max: number;
}

/** When an autoscaler adds or removes a pod. */
export interface Autoscaling {
  /** Waiting requests per pod above which a pod is added (`llamacpp:requests_deferred`). */
  readonly deferredPerPod: number;
  /** Requests in work per pod that are aimed at (`llamacpp:requests_processing`). */
  readonly processingPerPod: Derived<number>;
  /** Time over which the highest wish is followed before a pod is removed. */
  readonly scaleDownWindow: Derived<Duration>;
  readonly scaleUpWindow: Derived<Duration>;
  /** Shortest time between two added pods: one must be loaded before the next is asked for. */
  readonly scaleUpPeriod: Derived<Duration>;
  readonly scaleDownPeriod: Derived<Duration>;
}

/** When KEDA asks, wakes a workload and lets it sleep. */
export interface DemandScaling {
  /** Time between two questions to Prometheus. */
  readonly pollingInterval: Derived<Duration>;
  /** Time without a request after which the last pod goes: longer than a pod needs until it can answer. */
  readonly cooldown: Derived<Duration>;
  /** Pods while Prometheus does not answer, if there are not more. */
  readonly fallback: Derived<number>;
  /** Windows with a higher minimum. */
  readonly windows: readonly ScheduleWindow[];
}

/** One entry of a ConfigMap that exists. */
export interface ConfigMapKey {
  readonly configMap: string;
  readonly key: string;
}

/** One entry of a Secret that exists. */
export interface SecretKey {
  readonly secretName: string;
  readonly key: string;
}

/** What one small container asks for; memory and ephemeral storage are limits as well. */
export interface ContainerWants {
  readonly cpu: Millicores;
  /** Where a namespace demands one. @default - none: a limit throttles */
  readonly cpuLimit?: Millicores;
  readonly memory: Bytes;
  readonly ephemeralStorage: Bytes;
}
