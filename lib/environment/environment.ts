/** An environment: everything that distinguishes one installation of the platform from another, as one value. */
import type { Amendment } from '../core';
import type { GpuCatalog, ImageMirrors, InstanceCatalog, ModelCatalog } from '../catalog';
import type { Engine, Engines, ModelInput, OllamaFleetInput } from '../engines';
import type { Backup, BackupInput } from './backup';
import type { Cluster, ClusterInput } from './cluster';
import type { Cache, CacheInput } from './cache';
import type { Database, DatabaseInput } from './database';
import type { Gateway, GatewayInput } from './gateway';
import type { Gitops, GitopsInput } from './gitops';
import type { Monitoring, MonitoringInput } from './monitoring';
import type { NodePool, NodePoolInput } from './node-pool';
import type { ObjectAdditions, PodAdditions, Priority, ServerWorkload, WorkloadInput } from '../workload';

export const deliveries = ['kubectl', 'pulumi', 'gitops'] as const;
/** Who applies the manifests; exactly one. */
export type Delivery = (typeof deliveries)[number];

/**
 * Who scrapes the metrics of llama-servers, port 8080, path `/metrics`: an object of a monitoring operator, or a
 * `Scraper`: a job of a scraper's own configuration, which no object of the API shows.
 */
export const scraperKinds = ['PodMonitor', 'VMPodScrape', 'PodMonitoring', 'Scraper'] as const;

export const prerequisiteKinds = [
  'StorageClass',
  'RuntimeClass',
  'PriorityClass',
  'Namespace',
  'Secret',
  'ConfigMap',
  'CSIDriver',
  'APIService',
  'CustomResourceDefinition',
  ...scraperKinds,
] as const;

/**
 * Something that this environment uses and others provide. A range of replicas needs `monitoring`, or one of the
 * kinds that scrape metrics.
 */
export interface Prerequisite {
  readonly kind: (typeof prerequisiteKinds)[number];
  readonly name: string;
  /** For kinds that live in a namespace. */
  readonly namespace?: string;
  /** Of a scraper: it sends the key of `cluster.apiKey`, as `Authorization: Bearer …`. @default - it sends none */
  readonly authorization?: 'Bearer';
  /** Who provides it and how, for people. */
  readonly providedBy: string;
}

/** A finding of a rule that is accepted, for a stated reason. An exemption that nothing needs is itself a finding. */
export interface Exemption {
  /** Name of the rule: `image-pinned`. */
  readonly rule: string;
  /** Object that it concerns: `Deployment llm-serving/qwen`. */
  readonly object: string;
  readonly reason: string;
}

/** What a user adds to the catalogues. */
export interface CatalogInput<Weights extends string = string> {
  readonly models: Readonly<Record<Weights, ModelCatalog[string]>>;
  readonly gpus?: GpuCatalog;
  readonly instances?: InstanceCatalog;
}

/** An environment as an overlay writes it. What a field leaves out has a stated default. */
export interface EnvironmentInput<
  Pools extends string = string,
  Weights extends string = string,
  Models extends string = string,
> {
  /** DNS label: the name of the folder, the stack and the report. */
  readonly name: string;
  /** Who applies the manifests. `kubectl`: you, with `kubectl apply -k`. `gitops`: Flux or Argo CD. */
  readonly delivery: Delivery;
  /** Who follows the GitOps repository, where `delivery` is 'gitops'. @default { tool: 'flux' } */
  readonly gitops?: GitopsInput;
  /** What the cluster has: its store, its DNS, who may connect. */
  readonly cluster: ClusterInput;
  /** Nodes of one kind each, by name. */
  readonly nodePools: Readonly<Record<Pools, NodePoolInput>>;
  /** A llama-server for each. @default {} */
  readonly models?: Readonly<Record<Models, ModelInput<NoInfer<Pools>, NoInfer<Weights>>>>;
  /** Fleets of Ollama. @default {} */
  readonly ollama?: Readonly<Record<string, OllamaFleetInput<NoInfer<Pools>, NoInfer<Weights>>>>;
  /**
   * One endpoint for all of them, with keys and limits. Names of `models` complete; aliases and the models of fleets are
   * names too.
   * @default - none
   */
  readonly gateway?: GatewayInput<NoInfer<Models> | (string & Pick<string, 'length'>)>;
  /** Databases for applications. @default {} */
  readonly databases?: Readonly<Record<string, DatabaseInput<NoInfer<Pools>>>>;
  /** Caches for applications. @default {} */
  readonly caches?: Readonly<Record<string, CacheInput<NoInfer<Pools>>>>;
  /** Copies of the store and of databases in an object store. @default - none */
  readonly backup?: BackupInput;
  /**
   * Who scrapes metrics, and which alerts there are; `cluster.monitoring` lets the pods that scrape in.
   * @default - nothing is rendered for monitoring
   */
  readonly monitoring?: MonitoringInput;
  /**
   * Pools of the pods beside the engines, in order of preference: the weights server, the loaders, the collector.
   * Named, they stay where they are whatever pool comes or goes.
   * @default - the first pool of the overlay that is on demand and has no GPUs; else the first on demand; else the
   * first
   */
  readonly supportPools?: readonly [NoInfer<Pools>, ...NoInfer<Pools>[]];
  /**
   * What is added to every pod: `env`, `volumes` and `nodeRemoval` to those of engines, the rest to all. A pool and a
   * workload win over it.
   * @default {}
   */
  readonly pods?: PodAdditions;
  /** What is added to every object. A workload wins over it. @default {} */
  readonly objects?: ObjectAdditions;
  /**
   * Registries that the cluster reads instead of the public ones, by registry or by a folder of one:
   * `{ 'ghcr.io': 'mirror.example/ghcr' }`. Tags and digests stay; the longest entry counts.
   * @default {}
   */
  readonly imageMirrors?: ImageMirrors;
  /**
   * Value of each PriorityClass, falling.
   * @default { critical: 1000000, interactive: 100000, standard: 10000, batch: 1000 }
   */
  readonly priorities?: Readonly<Partial<Record<Priority, number>>>;
  /** What this environment uses and others provide. @default [] */
  readonly prerequisites?: readonly Prerequisite[];
  /** Findings of rules that are accepted, each with a reason. @default [] */
  readonly exemptions?: readonly Exemption[];
  /** Changes to rendered objects, applied before the rules judge them. @default [] */
  readonly amendments?: readonly Amendment[];
  readonly catalog: CatalogInput<Weights>;
}

/** An environment, complete and checked: every default filled in, every name of the catalogue looked up. */
export interface Environment {
  readonly name: string;
  readonly delivery: Delivery;
  readonly gitops: Gitops;
  readonly cluster: Cluster;
  readonly nodePools: Readonly<Record<string, NodePool>>;
  /** Pools of the pods beside the engines, in order of preference. */
  readonly supportPools: readonly string[];
  /** What is added to the pods beside the engines: by the environment, and by the pools that they may run on. */
  readonly supportPods: PodAdditions;
  /** What is added to every object. */
  readonly objects: ObjectAdditions;
  readonly imageMirrors: ImageMirrors;
  /** The engines that its workloads may name. */
  readonly engines: Engines;
  /** Everything that serves models, in the order of the overlay: first `models`, then `ollama`. */
  readonly servers: readonly ServerWorkload[];
  readonly gateway?: Gateway;
  readonly monitoring?: Monitoring;
  /** In the order of their keys. */
  readonly databases: readonly Database[];
  /** In the order of their keys. */
  readonly caches: readonly Cache[];
  readonly backup?: Backup;
  readonly priorities: Readonly<Record<Priority, number>>;
  readonly prerequisites: readonly Prerequisite[];
  readonly exemptions: readonly Exemption[];
  readonly amendments: readonly Amendment[];
  readonly catalog: { readonly models: ModelCatalog; readonly gpus: GpuCatalog; readonly instances: InstanceCatalog };
}

/** An environment whose models any engine of a registry may serve. */
export type AnyEnvironmentInput = Omit<EnvironmentInput, 'models'> & {
  readonly models?: Readonly<Record<string, WorkloadInput>>;
};

/** The engine of a workload of an environment. */
export function engineOf({ engines }: Environment, { engine, key }: ServerWorkload): Engine {
  const found = engines.get(engine);
  // The reader of environments gives a workload only engines of the registry.
  if (found === undefined) throw new RangeError(`${key} names the engine ${engine}, which is not in the registry`);
  return found;
}

/**
 * Types an environment: names of pools and weights complete and are checked by the compiler. It only types; a wrong
 * value is reported by `synthesise`, with all others, so that one bad overlay does not hide the faults of the rest.
 */
export function defineEnvironment<
  const Pools extends string,
  const Weights extends string,
  const Models extends string,
>(environment: EnvironmentInput<Pools, Weights, Models>): EnvironmentInput {
  return environment;
}
