/**
 * A fleet of Ollama servers: a StatefulSet whose servers keep their volumes, models staged before serving and warmed up
 * before ready.
 */
import type { Construct } from 'constructs';
import type { Image } from '../../catalog';
import { derived, type Derived, type Duration, familyFacts } from '../../core';
import {
  completeOllamaSettings,
  type EnginePod,
  ollama,
  onePerProcess,
  ollamaPod,
  ollamaPodOf,
  type OllamaSettingsInput,
} from '../../engines';
import { clusterFacts } from '../../kubernetes/draw';
import { type Budgets, type Compute, type DisruptionBudget, oneAtATime, type Scheduling } from '../../workload';
import type { EngineAccess } from '../access';
import type { WithAdditions } from '../added';
import type { WithScraping } from '../observability/scraping';
import type { WithPrograms } from '../program-files';
import { completeHardware, type Hardware } from './default-hardware';
import type { EngineWorkloadProps } from './engine/props';
import { EngineWorkload } from './engine-workload';
import { checkModels, isByOrdinal, listsOf, offersOf, type FleetModels } from './ollama-models';
import { weightsPlace, type WeightsVolume } from './weights-volume';

/** Where its metrics are scraped, an exporter runs beside each server. */
export interface OllamaFleetProps extends WithPrograms, WithAdditions, WithScraping {
  readonly namespace: string;
  /** What every server offers, or a list for each ordinal, each then with a Service of its own. */
  readonly models: FleetModels;
  /** What is left out has the default that its field states. */
  readonly settings: OllamaSettingsInput;
  /**
   * The machine under a pod, from which compute and budgets are sized where they are not given.
   * @default - four cores, no GPU, a disk of 1 GB/s; a store that all servers read over a gigabit network
   */
  readonly hardware?: Hardware;
  /** @default - sized from the models, the settings and the hardware */
  readonly compute?: Compute;
  /** @default - sized from the models, the settings and the hardware */
  readonly budgets?: Budgets;
  readonly weights: WeightsVolume;
  /** @default - one, or one for each list of models */
  readonly replicas?: number;
  /** Most pods that a rollout replaces at once. @default 1 */
  readonly rolloutMaxUnavailable?: Derived<number>;
  /** Most pods that a drain evicts at a time. @default 1 */
  readonly maxUnavailable?: DisruptionBudget;
  /** Time after which a load without progress is given up. @default - the startup budget */
  readonly loadTimeout?: Derived<Duration>;
  /**
   * Time to load a model again after another took its place: stating it accepts that models are swapped, and an
   * annotation shows it.
   * @default - none is swapped, and more models than may be loaded are refused
   */
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
  /** @default - Ollama of the pinned version */
  readonly image?: Image;
  /** What the exporter is run with. @default - Node.js of the pinned version */
  readonly exporterImage?: Image;
  /** What brings the weights to the node's disk. @default - curl of the pinned version */
  readonly stagerImage?: Image;
}

/** A fleet, complete: what the props leave out has its default. */
function completed(scope: Construct, id: string, props: OllamaFleetProps): readonly [EngineWorkloadProps, EnginePod] {
  const { namespace, models, weights, programs, scheduling, access, reloadTime, additions } = props;
  const lists = listsOf(models).map(offersOf);
  const settings = completeOllamaSettings(props.settings, Math.max(...lists.map((list) => onePerProcess(list).length)));
  const { maxLoadedModels, maxOutputLength } = settings;
  checkModels(id, models, {
    replicas: props.replicas,
    maxLoadedModels,
    maxOutputLength,
    swaps: reloadTime !== undefined,
  });
  const count = props.replicas ?? lists.length;
  const sized = () => ollamaPod(lists, settings, completeHardware(weights, count, props.hardware), id);
  const compute = props.compute ?? sized().compute;
  const budgets = props.budgets ?? sized().budgets;
  const loadTimeout = props.loadTimeout ?? budgets.startup;
  const pod = ollamaPodOf(
    { lists, byOrdinal: isByOrdinal(models), settings, image: props.image },
    {
      name: id,
      compute,
      budgets,
      loadTimeout,
      place: weightsPlace(weights),
      host: familyFacts(clusterFacts(scope).families).every,
    },
  );
  return [
    {
      namespace,
      compute,
      budgets,
      weights,
      programs,
      scheduling,
      access,
      additions,
      readyPods: props.readyPods,
      scraping: props.scraping,
      exporter: props.scraping && ollama.exporter.wants,
      exporterImage: props.exporterImage,
      stagerImage: props.stagerImage,
      loadTimeout,
      reloadTime,
      engine: ollama,
      replicas: { min: count, max: count },
      replacement: {
        by: 'stateful-set',
        maxUnavailable: props.rolloutMaxUnavailable ?? derived(1, 'one at a time'),
      },
      maxUnavailable: props.maxUnavailable ?? oneAtATime,
    },
    pod,
  ];
}

/**
 * A fleet named like the construct.
 *
 * @throws FaultError `FleetWithoutModels`, `OrdinalsDiffer`, `TooManyModels`, and what the engine's settings and the
 * names of objects refuse
 */
export class OllamaFleet extends EngineWorkload {
  constructor(scope: Construct, id: string, props: OllamaFleetProps) {
    super(scope, id, ...completed(scope, id, props));
  }
}
