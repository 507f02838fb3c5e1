/**
 * The workloads beside the engines, as one list. What is listed is counted in placement, quota, drains, rollouts and
 * costs, and its pods may have the traffic that is stated here.
 */
import { childPath, type Path } from '../core';
import { type Image, images } from '../catalog';
import { type Environment, isReadInPlace } from '../environment';
import { weightsServerPort } from '../programs';
import {
  collectorWants,
  type ContainerWants,
  copyWants,
  type DisruptionBudget,
  type PodAdditions,
  type Priority,
  type RolloutStrategy,
  type Scheduling,
  weightsServerReplicas,
  weightsServerRollout,
  weightsServerWants,
} from '../workload';
import { sharedNames, storeNamespace } from './names';
import { wantsIn } from './namespace/cpu-limits';

/** What creates its pods, and so how many there are for a while beyond the replicas. */
export type SupportController =
  /** Pods that run on, replaced with this strategy. */
  | { readonly kind: 'Deployment'; readonly rollout: RolloutStrategy }
  /** One Job for each replica; after a change each may run once more beside the one before. */
  | { readonly kind: 'Job' }
  /** Runs that never overlap. */
  | { readonly kind: 'CronJob' };

/** The connections of its pods; every other is denied. */
export interface SupportTraffic {
  /** Port that pods of the serving namespace connect to. @default - none */
  readonly port?: number;
  /** Whether it connects to the hosts that models are downloaded from. @default false */
  readonly downloads?: boolean;
}

/** A workload beside the engines: small pods, all alike, on the pools of `supportPools`. */
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
  readonly priority: Priority;
  readonly namespace: string;
  readonly traffic: SupportTraffic;
  readonly image: Image;
}

/** The plan of a workload beside the engines. */
export interface SupportPlan extends SupportWorkload {
  readonly scheduling: Scheduling;
  /** What is added to its pods. */
  readonly additions: PodAdditions;
  /** Most pods that a drain may take at once; absent for Jobs, which have no disruption budget. */
  readonly maxUnavailable?: DisruptionBudget;
}

/** All loaders together, in reasons and reports; each Job is named after its model. */
export const loadersName = 'loaders';

/** Whether its pods end by themselves. */
export const endsByItself = ({ controller }: SupportWorkload): boolean => controller.kind !== 'Deployment';

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
      traffic: { port: weightsServerPort },
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

/**
 * The workloads beside the engines. Nothing is removed from a claim of others, so it has no collector.
 *
 * @param models number of models that come through the store; without any there is no store
 */
export function supportWorkloads(environment: Environment, models: number): readonly SupportWorkload[] {
  if (models === 0) return [];
  const jobs =
    environment.cluster.weights.kind === 'existing'
      ? [verifiers(environment, models)]
      : [loaders(environment, models), collector(environment)];
  return [...weightsServer(environment), ...jobs];
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
