/** What a workload of an engine is made of: its props, and what its parts know of it. Types only. */
import type { Construct } from 'constructs';
import type { Image } from '../../../catalog';
import type { Derived, Duration } from '../../../core';
import type { EnginePod, ServingEngine } from '../../../engines';
import type { Owner } from '../../../kubernetes/draw';
import type {
  Autoscaling,
  Budgets,
  Compute,
  ContainerWants,
  DisruptionBudget,
  Replicas,
  RolloutStrategy,
  Scheduling,
  SecretKey,
} from '../../../workload';
import type { EngineAccess } from '../../access';
import type { Demand } from '../../scaling/demand-autoscaler';
import type { WithAdditions } from '../../added';
import type { WithScraping } from '../../observability/scraping';
import type { WithPrograms } from '../../program-files';
import type { WeightsVolume } from '../weights-volume';

/** How a change of the pod template replaces pods. */
export type PodReplacement =
  | { readonly by: 'deployment'; readonly rollout: Derived<RolloutStrategy> }
  | { readonly by: 'stateful-set'; readonly maxUnavailable: Derived<number> };

export interface EngineWorkloadProps extends WithPrograms, WithAdditions, WithScraping {
  readonly namespace: string;
  /** What serves: its name, port, routes and metrics. */
  readonly engine: ServingEngine;
  readonly compute: Compute;
  readonly budgets: Budgets;
  readonly weights: WeightsVolume;
  readonly replicas: Replicas;
  readonly replacement: PodReplacement;
  /** Most pods that a drain evicts at a time. */
  readonly maxUnavailable: DisruptionBudget;
  /** How a range of replicas is scaled. @default - it is not */
  readonly autoscaling?: Autoscaling;
  /** How KEDA scales it, also to no pod. @default - a HorizontalPodAutoscaler scales on the queue of each pod */
  readonly demand?: Demand;
  /** Time after which a load without progress is given up. @default - the engine never gives up by itself */
  readonly loadTimeout?: Derived<Duration>;
  /** Time to load a model again after another took its place. @default - none is swapped */
  readonly reloadTime?: Derived<Duration>;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - no pod may reach it */
  readonly access?: EngineAccess;
  /**
   * Whether a headless Service `NAME-ready` names the pods that are ready, for a proxy that balances by itself.
   * @default false
   */
  readonly readyPods?: boolean;
  /** What the program asks for that writes the metrics of an engine which has none. @default - it does not run */
  readonly exporter?: ContainerWants;
  /** @default - the image that the engine states for its exporter */
  readonly exporterImage?: Image;
  /** Secret of the namespace with the one key that a scrape sends. @default - a scrape sends none */
  readonly metricsKey?: SecretKey;
  /** Labels of all its series: `model`, `track`. @default - none */
  readonly seriesLabels?: Readonly<Record<string, string | undefined>>;
  /** What brings the weights to the node's disk. @default - curl of the pinned version */
  readonly stagerImage?: Image;
}

/** A workload as the functions that draw its objects know it. */
export interface EngineParts {
  readonly construct: Construct;
  /** Name of the workload, of its Service and of its pods' account. */
  readonly name: string;
  readonly owner: Owner;
  readonly port: number;
  readonly props: EngineWorkloadProps;
  /** What the pods run. */
  readonly pod: EnginePod;
}

export const headlessName = ({ name }: Pick<EngineParts, 'name'>): string => `${name}-pods`;
