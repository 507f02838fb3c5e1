/**
 * One model served by llama-server: Deployment, Service, identity, policy, disruption budget, and an autoscaler when
 * replicas are a range.
 */
import type { Construct } from 'constructs';
import type { Image, Model } from '../../catalog';
import { childPath, derived, type Derived, familyFacts, refuse } from '../../core';
import {
  type ChatTemplate,
  completeLlamaServerSettings,
  type EnginePod,
  llamaServer,
  llamaServerPod,
  llamaServerPodOf,
  type LlamaServerSettingsInput,
  type UncheckedFlags,
} from '../../engines';
import { clusterFacts } from '../../kubernetes/draw';
import { autoscalingOf } from '../../sizing';
import {
  type Autoscaling,
  type Budgets,
  type Compute,
  type DisruptionBudget,
  oneAtATime,
  type Replicas,
  type RolloutStrategy,
  type Scheduling,
  type SecretKey,
} from '../../workload';
import type { EngineAccess } from '../access';
import type { WithAdditions } from '../added';
import type { WithScraping } from '../observability/scraping';
import type { WithPrograms } from '../program-files';
import { completeHardware, type Hardware } from './default-hardware';
import type { EngineWorkloadProps } from './engine/props';
import { EngineWorkload } from './engine-workload';
import { weightsPlace, type WeightsVolume } from './weights-volume';

export interface LlamaServerProps extends WithPrograms, WithAdditions, WithScraping {
  readonly namespace: string;
  /** Key of the model in its catalogue: kept in an annotation, since a label cannot hold it. */
  readonly reference: string;
  readonly model: Model;
  /**
   * A smaller model of the same vocabulary that guesses ahead, by its key, and how many tokens at once.
   * @default - none
   */
  readonly draft?: { readonly reference: string; readonly model: Model; readonly tokens: number };
  /** What is left out has the default that its field states. */
  readonly settings: LlamaServerSettingsInput;
  /**
   * The machine under a pod, from which compute and budgets are sized where they are not given.
   * @default - four cores, no GPU, a disk of 1 GB/s; a store that all pods read over a gigabit network
   */
  readonly hardware?: Hardware;
  /** @default - sized from the model, its settings and the hardware */
  readonly compute?: Compute;
  /** @default - sized from the model, its settings and the hardware */
  readonly budgets?: Budgets;
  readonly weights: WeightsVolume;
  /** @default 1 */
  readonly replicas?: Replicas;
  /** How a range is scaled. @default - on the queue of each pod, at the pace at which pods load */
  readonly autoscaling?: Autoscaling;
  /** @default - a spare pod, which must find room */
  readonly rollout?: Derived<RolloutStrategy>;
  /** Most pods that a drain evicts at a time. @default 1 */
  readonly maxUnavailable?: DisruptionBudget;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - no pod may reach it */
  readonly access?: EngineAccess;
  /**
   * Whether a headless Service `NAME-ready` names the pods that are ready, for a proxy that balances by itself.
   * @default false
   */
  readonly readyPods?: boolean;
  /** Secret in the namespace with the keys that requests must have, one in each line. @default - they need none */
  readonly apiKey?: SecretKey;
  /** Secret in the namespace with the one key that a scrape sends. @default - a scrape sends none */
  readonly metricsKey?: SecretKey;
  /** @default - llama-server of the pinned build, for the vendor of the GPUs of the pod */
  readonly image?: Image;
  /** What brings the weights to the node's disk. @default - curl of the pinned version */
  readonly stagerImage?: Image;
  /** A text, or the file of the model in the catalogue. @default - the template in the GGUF file */
  readonly chatTemplate?: ChatTemplate;
  /** Further flags by name: `{ '--temp': 0.7 }`. @default {} */
  readonly flags?: UncheckedFlags;
}

const one: Replicas = { min: 1, max: 1 };

function checkReplicas(id: string, { min, max }: Replicas): void {
  if (Number.isInteger(min) && Number.isInteger(max) && min >= 1 && min <= max) return;
  refuse('ImpossibleRange', childPath(id, 'replicas'), `from ${min} to ${max} is not a valid range of replicas`, {
    allowed: 'whole numbers; min at least 1, max at least min',
  });
}

/** A llama-server, complete: what the props leave out has its default. */
function completed(scope: Construct, id: string, props: LlamaServerProps): readonly [EngineWorkloadProps, EnginePod] {
  const {
    namespace,
    reference,
    model,
    draft,
    replicas = one,
    weights,
    programs,
    scheduling,
    access,
    additions,
  } = props;
  checkReplicas(id, replicas);
  const hardware = completeHardware(weights, replicas.max, props.hardware);
  const gpus = (props.compute ?? hardware).gpus?.count ?? 0;
  const settings = completeLlamaServerSettings(props.settings, gpus, draft?.tokens);
  const sized = () => llamaServerPod(model, settings, hardware, id, { draft });
  const compute = props.compute ?? sized().compute;
  const budgets = props.budgets ?? sized().budgets;
  const pod = llamaServerPodOf(
    {
      weights: reference,
      model,
      settings,
      draft: draft && { weights: draft.reference, model: draft.model },
      chatTemplate: props.chatTemplate,
      flags: props.flags,
      image: props.image,
    },
    {
      name: id,
      compute,
      budgets,
      place: weightsPlace(weights),
      apiKey: props.apiKey,
      host: familyFacts(clusterFacts(scope).families).every,
    },
  );
  const rollout =
    props.rollout ??
    derived<RolloutStrategy>(
      { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
      'the default: an extra pod is expected to fit',
    );
  const scaled = replicas.min < replicas.max;
  return [
    {
      namespace,
      compute,
      budgets,
      weights,
      replicas,
      programs,
      scheduling,
      access,
      additions,
      readyPods: props.readyPods,
      scraping: props.scraping,
      metricsKey: props.metricsKey,
      seriesLabels: { model: id },
      stagerImage: props.stagerImage,
      engine: llamaServer,
      replacement: { by: 'deployment', rollout },
      maxUnavailable: props.maxUnavailable ?? oneAtATime,
      autoscaling: scaled ? (props.autoscaling ?? autoscalingOf(budgets, settings.parallel)) : undefined,
    },
    pod,
  ];
}

/**
 * A llama-server named like the construct.
 *
 * @throws FaultError `ImpossibleRange`, and what the engine's settings and flags, the memory model and the names of
 * objects refuse
 */
export class LlamaServer extends EngineWorkload {
  constructor(scope: Construct, id: string, props: LlamaServerProps) {
    super(scope, id, ...completed(scope, id, props));
  }
}
