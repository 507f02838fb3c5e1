/**
 * The workloads beside the engines, as one list. What is listed is counted in placement, quota, drains, rollouts and
 * costs, and its pods may have the traffic that is stated here.
 */
import { addBytes, childPath, type Derived, type Path } from '../core';
import { type Image, images } from '../catalog';
import {
  type BackupSource,
  type Cache,
  type Database,
  type Environment,
  isReadInPlace,
  sourceName,
} from '../environment';
import { gatewayNames } from '../gateway';
import { weightsServerPort } from '../programs';
import {
  backupWants,
  collectorWants,
  type ContainerWants,
  copyWants,
  envoyWants,
  gatewayPolicyWants,
  type DisruptionBudget,
  type PodAdditions,
  type Priority,
  type RolloutStrategy,
  type Scheduling,
  weightsServerReplicas,
  weightsServerRollout,
  weightsServerWants,
} from '../workload';
import { backupNames } from './backup/names';
import { roomOf, serverOf } from './databases';
import { cacheWants, databaseWants, togetherWants } from './wants';
import { sharedNames, storeNamespace } from './names';
import { wantsIn } from './namespace/cpu-limits';

/** What creates its pods, and so how many there are for a while beyond the replicas. */
export type SupportController =
  /** Pods that run on, replaced with this strategy, or with the one for which there is room. */
  | { readonly kind: 'Deployment'; readonly rollout: RolloutStrategy | 'by-room' }
  /** Pods with volumes that stay, one at a time: a new pod waits until the one before it is gone. */
  | { readonly kind: 'StatefulSet' }
  /** One Job for each replica; after a change each may run once more beside the one before. */
  | { readonly kind: 'Job' }
  /** Runs that never overlap. */
  | { readonly kind: 'CronJob' };

/** The connections of its pods; every other is denied. */
export interface SupportTraffic {
  /** Port that pods of the serving namespace connect to. @default - none */
  readonly port?: number;
  /** Whether that port has metrics, which the pods of `cluster.monitoring` scrape. @default false */
  readonly metrics?: boolean;
  /** Whether it connects to the hosts that models are downloaded from. @default false */
  readonly downloads?: boolean;
  /** Whether it has the connections of the gateway: clients, engines, its other pods. @default false */
  readonly gateway?: boolean;
  /** Whether it connects to the object store of backups. @default false */
  readonly backups?: boolean;
  /** The database that its clients connect to, or the one that is dumped. @default - none */
  readonly database?: Database;
  /** The cache that its clients connect to. @default - none */
  readonly cache?: Cache;
}

/** A workload beside the engines: small pods, all alike, on the pools of `supportPools` if it names no others. */
export interface SupportWorkload {
  /** Object name; of several Jobs, a name for all of them. */
  readonly name: string;
  /** Label `app.kubernetes.io/name` of its pods. */
  readonly component: string;
  /** In a sentence: `the weights server`. */
  readonly title: string;
  /** Where the environment asks for it. */
  readonly at: Path;
  readonly controller: SupportController;
  /** Requests and limits of each pod. */
  readonly wants: ContainerWants;
  /** Most pods that are wanted at the same time. */
  readonly replicas: number;
  /** Fewest pods that are wanted. @default - as many */
  readonly minimum?: number;
  /** Pools in order of preference. @default - `supportPools` */
  readonly pools?: readonly string[];
  /** What is added to its pods. @default - what is added to all pods beside the engines */
  readonly pods?: PodAdditions;
  readonly priority: Priority;
  readonly namespace: string;
  readonly traffic: SupportTraffic;
  readonly image: Image;
  /** Images of its other containers. @default [] */
  readonly furtherImages?: readonly Image[];
}

/** The plan of a workload beside the engines. */
export interface SupportPlan extends SupportWorkload {
  readonly scheduling: Scheduling;
  /** How its pods are replaced; absent for Jobs. */
  readonly rollout?: Derived<RolloutStrategy>;
  /** What is added to its pods. */
  readonly additions: PodAdditions;
  /** Most pods that a drain may take at once; absent for Jobs, which have no disruption budget. */
  readonly maxUnavailable?: DisruptionBudget;
}

/** All loaders together, in reasons and reports; each Job is named after its model. */
export const loadersName = 'loaders';

/** Whether its pods end by themselves. */
export const endsByItself = ({ controller: { kind } }: SupportWorkload): boolean =>
  kind === 'Job' || kind === 'CronJob';

/** Whether the strategy that replaces its pods follows from the room that there is. */
export const replacedByRoom = ({ controller }: SupportWorkload): boolean =>
  controller.kind === 'Deployment' && controller.rollout === 'by-room';

/** The server that stagers fetch weights from; none where serving pods read the store's claim. */
function weightsServer(environment: Environment): readonly SupportWorkload[] {
  if (isReadInPlace(environment.cluster.weights)) return [];
  return [
    {
      name: sharedNames.weightsServer,
      component: 'weights-server',
      title: 'the weights server',
      at: childPath(environment.name, 'cluster', 'weights'),
      controller: { kind: 'Deployment', rollout: weightsServerRollout },
      wants: wantsIn(environment, weightsServerWants),
      replicas: weightsServerReplicas,
      priority: 'critical',
      namespace: storeNamespace(environment),
      traffic: { port: weightsServerPort, metrics: environment.monitoring !== undefined },
      image: images.nginx,
    },
  ];
}

const loaders = (environment: Environment, count: number): SupportWorkload => ({
  name: loadersName,
  component: 'model-loader',
  title: 'the loaders',
  at: childPath(environment.name, 'cluster', 'weights'),
  controller: { kind: 'Job' },
  wants: wantsIn(environment, copyWants),
  replicas: count,
  priority: 'standard',
  namespace: storeNamespace(environment),
  traffic: { downloads: true },
  image: images.curl,
});

/** Jobs that verify the files of a claim of others. */
const verifiers = (environment: Environment, count: number): SupportWorkload => ({
  ...loaders(environment, count),
  component: 'model-verifier',
  title: 'the verifiers',
  traffic: {},
});

const collector = (environment: Environment): SupportWorkload => ({
  name: sharedNames.collector,
  component: 'collector',
  title: 'the collector',
  at: childPath(environment.name, 'cluster', 'weights'),
  controller: { kind: 'CronJob' },
  wants: wantsIn(environment, collectorWants),
  replicas: 1,
  priority: 'batch',
  namespace: storeNamespace(environment),
  traffic: {},
  image: images.curl,
});

/** What the containers of one pod of the gateway ask for. */
export const gatewayWants = (environment: Environment) => ({
  envoy: wantsIn(environment, envoyWants),
  policy: wantsIn(environment, gatewayPolicyWants),
});

/** Both containers together: the policy is a sidecar, and counts as long as Envoy does. */
function gatewayPodWants(environment: Environment): ContainerWants {
  const { envoy, policy } = gatewayWants(environment);
  return togetherWants([envoy, policy]);
}

/** What copies into the repository of backups and checks it, and room for a Job that restores. */
function backups(environment: Environment): readonly SupportWorkload[] {
  if (environment.backup === undefined) return [];
  const { check, of, restoreOf } = backupNames;
  const each = (name: string, title: string, source?: BackupSource, dumps = true): SupportWorkload => ({
    name,
    component: 'backup',
    title,
    at: childPath(environment.name, 'backup'),
    controller: { kind: 'CronJob' },
    wants: wantsIn(environment, source?.kind === 'database' ? dumpWants(environment, source) : backupWants),
    replicas: 1,
    priority: 'batch',
    namespace: storeNamespace(environment),
    traffic: {
      backups: true,
      // A Job that restores has the identity and the policy of the backup.
      database: dumps && source?.kind === 'database' ? serverOf(environment, source) : undefined,
    },
    image: images.restic,
    ...(source?.kind === 'database' ? { furtherImages: [images.postgres] } : {}),
  });
  const { sources } = environment.backup;
  return [
    ...sources.map((source) => each(of(sourceName(source)), `the backup of the ${sourceTitle(source)}`, source)),
    each(check, 'the check of backups'),
    ...sources.map((source) =>
      each(restoreOf(sourceName(source)), `a restore of the ${sourceTitle(source)}`, source, false),
    ),
  ];
}

const sourceTitle = (source: BackupSource): string =>
  source.kind === 'store' ? 'store' : `database ${source.database} of ${source.server}`;

/** What restic needs, and room for the dump. */
const dumpWants = (environment: Environment, source: Extract<BackupSource, { kind: 'database' }>): ContainerWants => ({
  ...backupWants,
  ephemeralStorage: addBytes(backupWants.ephemeralStorage, roomOf(environment, source)),
});

/** The databases: each one pod with a volume. */
const databases = (environment: Environment): readonly SupportWorkload[] =>
  environment.databases.map((database): SupportWorkload => ({
    name: database.name,
    component: 'postgres',
    title: `the database ${database.key}`,
    at: childPath(environment.name, 'databases', database.key),
    controller: { kind: 'StatefulSet' },
    wants: togetherWants(Object.values(databaseWants(environment, database))),
    replicas: 1,
    pools: database.pools,
    pods: database.pods,
    priority: database.priority,
    namespace: environment.cluster.namespaces.serving,
    traffic: { database },
    image: images.postgres,
    ...(environment.monitoring === undefined ? {} : { furtherImages: [images.postgresExporter] }),
  }));

/** The caches: each one pod, with a volume where something is kept. */
const caches = (environment: Environment): readonly SupportWorkload[] =>
  environment.caches.map((cache): SupportWorkload => ({
    name: cache.name,
    component: 'valkey',
    title: `the cache ${cache.key}`,
    at: childPath(environment.name, 'caches', cache.key),
    controller:
      cache.keeps.by === 'nothing'
        ? // Two at once would be two caches behind one address.
          { kind: 'Deployment', rollout: { type: 'Recreate' } }
        : { kind: 'StatefulSet' },
    wants: togetherWants(Object.values(cacheWants(environment, cache))),
    replicas: 1,
    pools: cache.pools,
    pods: cache.pods,
    priority: cache.priority,
    namespace: environment.cluster.namespaces.serving,
    traffic: { cache },
    image: images.valkey,
  }));

/** The endpoint of all models, where the environment has one. */
function gateway(environment: Environment): readonly SupportWorkload[] {
  if (environment.gateway === undefined) return [];
  const { replicas, priority, pools, pods } = environment.gateway;
  return [
    {
      name: gatewayNames.workload,
      component: gatewayNames.workload,
      title: 'the gateway',
      at: childPath(environment.name, 'gateway'),
      controller: { kind: 'Deployment', rollout: 'by-room' },
      wants: gatewayPodWants(environment),
      replicas: replicas.max,
      minimum: replicas.min,
      pools,
      pods,
      priority,
      namespace: environment.cluster.namespaces.gateway,
      traffic: { gateway: true },
      image: images.envoy,
      furtherImages: [images.nodejs],
    },
  ];
}

/**
 * The workloads beside the engines. Nothing is removed from a claim of others, so it has no collector.
 *
 * @param models number of models that come through the store; without any there is no store
 */
export function supportWorkloads(environment: Environment, models: number): readonly SupportWorkload[] {
  const others = [...gateway(environment), ...databases(environment), ...caches(environment), ...backups(environment)];
  if (models === 0) return others;
  const jobs =
    environment.cluster.weights.kind === 'existing'
      ? [verifiers(environment, models)]
      : [loaders(environment, models), collector(environment)];
  return [...weightsServer(environment), ...jobs, ...others];
}

/** A listed workload by its name, for the chart that draws it. @throws RangeError if it is not listed */
export function supportPlan(support: readonly SupportPlan[], name: string): SupportPlan {
  const found = support.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`the plan lists no support workload ${name}`);
  return found;
}

/** `the weights server, the loaders and the collector`. */
export function supportText(titles: readonly string[]): string {
  const [last = '', ...before] = [...titles].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
}
