/**
 * The plan of an environment: every number that constructs, quotas, probes, rules and the report use, with its reason.
 */
import type { BackupPlan } from './backup/plan-backup';
import type { Bytes, Derived, Duration } from '../core';
import type { Image, Model } from '../catalog';
import type { DownloadRoute, Environment, NodePool, SentToken } from '../environment';
import type {
  Autoscaling,
  Budgets,
  Compute,
  ContainerWants,
  DemandScaling,
  DisruptionBudget,
  Replicas,
  RolloutStrategy,
  Scheduling,
  ServerWorkload,
} from '../workload';
import type { GatewayClientsFile, GatewayModelsFile, GatewayWeightsFile } from '../gateway';
import type { ModelMemory } from '../sizing';
import type { Weights } from '../programs';
import type { CostPlan } from './cost/cost';
import type { Witness } from './placement/witness';
import type { LoaderWork } from './names';
import type { SupportPlan } from './support';

/** How a change of the pod template replaces pods. */
export type Replacement =
  /** A Deployment, with the strategy that the placement allows. */
  | { readonly by: 'deployment'; readonly rollout: Derived<RolloutStrategy> }
  /** A StatefulSet: a new pod takes what the pod before it releases. */
  | { readonly by: 'stateful-set'; readonly maxUnavailable: Derived<number> };

/** The plan of a workload that serves models, whatever its engine is. */
export interface ServerPlan<Workload extends ServerWorkload = ServerWorkload> {
  readonly workload: Workload;
  readonly image: Image;
  readonly compute: Compute;
  /** What the container asks for that writes the metrics of the engine; absent where there is none. */
  readonly exporter?: ContainerWants;
  readonly scheduling: Scheduling;
  readonly budgets: Budgets;
  readonly replicas: Replicas;
  /** Absent when the number of replicas is fixed. */
  readonly autoscaling?: Autoscaling;
  /** When KEDA wakes it and lets it sleep; absent where it does not scale it. */
  readonly demand?: DemandScaling;
  readonly replacement: Replacement;
  /** Most pods that a voluntary disruption may take at once. */
  readonly maxUnavailable: DisruptionBudget;
  /** Memory of each model by its key; a draft model is counted with the model that it helps. */
  readonly memory: Readonly<Record<string, ModelMemory>>;
  /** Tokens per second of a slot while all slots are busy, at least, by model; absent where it is not known. */
  readonly speed?: Readonly<Record<string, Derived<number>>>;
  /** Name of the chart that draws it. */
  readonly chart: string;
  /** Weights on one pod's local disk, the old and the new during a change. */
  readonly localWeights: Derived<Bytes>;
  /** The volume of each pod of a StatefulSet, which stays when the pod goes; absent where there is none. */
  readonly volumeSize?: Derived<Bytes>;
  /** What the pods run, and their limits, for people: `Ollama`, `up to 2 models loaded`. */
  readonly title: { readonly runs: string; readonly limits?: string };
  /** Time after which a load without progress is given up; absent where the engine never gives up by itself. */
  readonly loadTimeout?: Derived<Duration>;
  /** Time to load a model again after another took its place; absent where none is swapped. */
  readonly reloadTime?: Derived<Duration>;
  /** What the proof of its memory assumes of requests; absent where it assumes nothing. */
  readonly assumes?: string;
  /** Where its memory comes from; absent where all of it is computed. */
  readonly measured?: string;
}

/** The plan of a workload before placement: what depends on other workloads is not decided yet. */
export type UnplacedServer = Omit<ServerPlan, 'replacement' | 'maxUnavailable'> & {
  readonly replacement: 'deployment' | Extract<Replacement, { by: 'stateful-set' }>;
};

/** The plan of loading one model into the store. */
export interface LoaderPlan {
  /** Key in the model catalogue. */
  readonly key: string;
  /** Object name part: the key as a label. */
  readonly name: string;
  /** Name of the chart that draws it. */
  readonly chart: string;
  /** Whether it brings the files into the store, or verifies those on a claim of others. */
  readonly work: LoaderWork;
  readonly model: Model;
  readonly bytes: Bytes;
  /** `activeDeadlineSeconds` of the Job. */
  readonly deadline: Derived<Duration>;
  /** The forms in which engines can read it, and its further names: each engine finds it under its own. */
  readonly weights: readonly Weights[];
  /** Units that need it: names of llama-servers and fleets. */
  readonly neededBy: readonly string[];
  /** Where it may connect. */
  readonly route: DownloadRoute;
  /** The token that it sends; absent where it sends none. */
  readonly token?: SentToken;
  /** The token of a second server, from which adapters come. */
  readonly adapterToken?: SentToken;
}

/** The plan of the store. */
export interface StorePlan {
  /** Bytes that all models need, blobs shared by several counted once, twice over for a change of all of them. */
  readonly needed: Derived<Bytes>;
  readonly capacity: Bytes;
}

/**
 * What the quota of the serving namespace must allow: maxima, surge and terminating pods. Canonical quantities by quota
 * key.
 */
export type QuotaPlan = Readonly<Record<string, Derived<string>>>;

/** How full a pool is. */
export interface PoolPlan {
  readonly pool: NodePool;
  readonly gpuUnits: number;
  readonly gpuUnitsAtMinimum: number;
  readonly gpuUnitsAtMaximum: number;
  /** Parts of the whole pool, from 0 to 1, that minima and maxima take of each resource. */
  readonly use: Readonly<Record<string, { readonly minimum: number; readonly maximum: number }>>;
}

/** What a scale-up does on pools that are too small for all maxima. */
export interface ScaleUpPlan {
  readonly workload: string;
  /**
   * `fits`: beside all required pods. `preempts`: by preempting pods of lower priority. `waits`: some pods stay Pending
   * and preempt none.
   */
  readonly verdict: 'fits' | 'preempts' | 'waits';
  /** Replicas that always fit beside all required pods without preempting one. */
  readonly fits: number;
  /** Replicas that always fit if they preempt pods of lower priority; further ones may wait. */
  readonly fitsByPreempting: number;
  /** Workloads of lower priority that may then not fit. */
  readonly displaces: readonly string[];
}

/** What a rollout may preempt while all workloads are at their maximum and roll out as well. */
export interface RolloutPlan {
  readonly workload: string;
  /**
   * Workloads of lower classes whose pods it may preempt, since former pods keep their room while they end. Batch is not
   * listed: it can always be preempted.
   */
  readonly displaces: readonly string[];
}

/** What a drain of one node of a pool does while all required pods run. All nodes of a pool are alike. */
export interface DrainPlan {
  readonly pool: string;
  /** Nodes of the pool at most. */
  readonly nodes: number;
  readonly verdict: 'no outage' | 'outage';
  /** Workloads that may not fit, with most of their pods on one such node; 0 pods: others may preempt it. */
  readonly outage: readonly { readonly workload: string; readonly pods: number }[];
}

/** What the loss of spot pools leaves. */
export interface SpotLossPlan {
  readonly pools: readonly string[];
  /**
   * Workloads of these pools that stay served, each with its replicas: its maximum if that fits while the others are at
   * their minimum. Only batch pods are preempted.
   */
  readonly served: readonly { readonly workload: string; readonly replicas: number }[];
  /** Workloads that may not fit until nodes return. */
  readonly stopped: readonly string[];
}

/** A placement of the pods, and what scale-ups, rollouts, drains and spot losses do to it. */
export interface PlacementPlan {
  /** A placement of all required pods: maxima on reserved pools, minima elsewhere. */
  readonly witness: Witness;
  readonly scaleUps: readonly ScaleUpPlan[];
  readonly rollouts: readonly RolloutPlan[];
  readonly drains: readonly DrainPlan[];
  readonly spotLosses: readonly SpotLossPlan[];
}

/** The plan of a gateway. */
export interface GatewayPlan {
  /** Longest answer that a pod which ends waits for. */
  readonly longestAnswer: Derived<Duration>;
  /** Models whose longest answers a pod that ends cuts, with their time. */
  readonly cuts: readonly { readonly workload: string; readonly answer: Duration }[];
  /** Requests that all models answer at the same time. */
  readonly slots: number;
  readonly models: GatewayModelsFile;
  readonly weights: GatewayWeightsFile;
  readonly clients: GatewayClientsFile;
  /** Envoy's configuration. */
  readonly bootstrap: object;
}

/** The plan of an environment. */
export interface Plan {
  readonly environment: Environment;
  /** Everything that serves models, in the order of the environment. */
  readonly servers: readonly ServerPlan[];
  readonly loaders: readonly LoaderPlan[];
  readonly store: StorePlan;
  readonly quota: QuotaPlan;
  readonly pools: readonly PoolPlan[];
  /** Everything that runs beside the engines. */
  readonly support: readonly SupportPlan[];
  /** The endpoint of all models; absent where the environment has none. */
  readonly gateway?: GatewayPlan;
  /** Copies of the store and of databases; absent where the environment has none. */
  readonly backup?: BackupPlan;
  /** Time in which every process ends once its hook is over. */
  readonly shutdown: Derived<Duration>;
  readonly placement: PlacementPlan;
  readonly cost: CostPlan;
}
