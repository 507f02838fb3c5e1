/**
 * One model served by llama-server: Deployment, Service, identity, policy, disruption budget, and an autoscaler when
 * replicas are a range.
 */
import { Construct } from 'constructs';
import { imageReference, type Image } from '../../catalog/image';
import { images } from '../../catalog/images';
import type { Model } from '../../catalog/model';
import { bytesQuantity, sumBytes } from '../../core/bytes';
import { derived, type Derived } from '../../core/derived';
import { refuse } from '../../core/fault';
import { childPath } from '../../core/path';
import { completeLlamaServerSettings, type LlamaServerSettingsInput } from '../../engines/llama-server/defaults';
import {
  llamaServerArguments,
  llamaServerContract,
  llamaServerEnvironment,
  llamaServerFlags,
} from '../../engines/llama-server/llama-server';
import type { UncheckedFlags } from '../../engines/llama-server/further-flags';
import type { LlamaServerSettings } from '../../sizing/settings';
import { container, environmentVariables } from '../../kubernetes/draw/container';
import type { Container, Kinds, PodSpec } from '../../kubernetes/kinds';
import { movable } from '../../kubernetes/draw/eviction';
import { annotations, objectLabels, selectorLabels, type Owner } from '../../kubernetes/draw/labels';
import { workloadPolicy } from '../../kubernetes/draw/network';
import { object } from '../../kubernetes/draw/object';
import { podDefaults } from '../../kubernetes/draw/pod-security';
import { affinity, tolerations, zoneSpread } from '../../kubernetes/draw/scheduling';
import { llamaServerDrain } from '../../programs/llama-server-drain';
import type { ProgramRun } from '../../programs/program';
import { localMount, scratchMount } from '../../programs/volumes';
import type { Weights } from '../../programs/weights-layout';
import { diskBytes } from '../../sizing/pods/disk';
import { llamaServerPod } from '../../engines/llama-server/pod';
import { scratch } from '../../sizing/pods/pod-disk';
import {
  oneAtATime,
  type Autoscaling,
  type Budgets,
  type Compute,
  type DisruptionBudget,
  type Replicas,
  type RolloutStrategy,
  type Scheduling,
} from '../../workload/pod';
import { autoscalingOf, drainDeadline, endpointPropagation, minReady } from '../../sizing/time/pod-budgets';
import { engineFlows, type EngineAccess } from '../access';
import { completeHardware, type Hardware } from './default-hardware';
import { disruptionBudget, noBudget } from './disruption-budget';
import { budgetText, livenessProbe, readinessProbe, startupProbe } from './engine-probes';
import { queueAutoscaler } from './queue-autoscaler';
import { byOrdinal } from './by-ordinal';
import { programFiles, type ProgramFiles, type WithPrograms } from '../program-files';
import { stagerContainer } from './stager-container';
import { weightsArrival } from './weights-arrival';
import {
  modelPath,
  podVolume,
  projectorPath,
  stagedFrom,
  weightsVolumeName,
  type WeightsVolume,
} from './weights-volume';
import { workloadIdentity } from '../workload-identity';

export interface LlamaServerProps extends WithPrograms {
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
  /** @default - llama-server of the pinned build, for CUDA where the pod has GPUs */
  readonly image?: Image;
  /** Further flags by name: `{ '--temp': 0.7 }`. @default {} */
  readonly flags?: UncheckedFlags;
}

/** Port name that probes, Services and monitors use. */
const portName = 'http';

const one: Replicas = { min: 1, max: 1 };

function checkReplicas(id: string, { min, max }: Replicas): void {
  if (Number.isInteger(min) && Number.isInteger(max) && min >= 1 && min <= max) return;
  refuse('ImpossibleRange', childPath(id, 'replicas'), `from ${min} to ${max} is not a valid range of replicas`, {
    allowed: 'whole numbers; min at least 1, max at least min',
  });
}

/**
 * A llama-server named like the construct.
 *
 * @throws FaultError `ImpossibleRange`, and what the engine's settings and flags, the memory model and the names of
 * objects refuse
 */
export class LlamaServer extends Construct {
  private readonly owner: Owner;
  private readonly settings: LlamaServerSettings;
  private readonly compute: Compute;
  private readonly budgets: Budgets;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LlamaServerProps,
  ) {
    super(scope, id);
    const { namespace, replicas = one, weights, access = {} } = props;
    checkReplicas(id, replicas);
    const hardware = completeHardware(weights, replicas.max, props.hardware);
    this.owner = { component: 'llama-server', instance: id };
    this.settings = completeLlamaServerSettings(
      props.settings,
      (props.compute ?? hardware).gpus?.count ?? 0,
      props.draft?.tokens,
    );
    const sized = () => llamaServerPod(props.model, this.settings, hardware, id, { draft: props.draft });
    this.compute = props.compute ?? sized().compute;
    this.budgets = props.budgets ?? sized().budgets;

    workloadIdentity(this, namespace, this.owner);
    workloadPolicy(
      this,
      'policy',
      namespace,
      this.owner,
      engineFlows(access, llamaServerContract.port, true, stagedFrom(weights)),
    );
    this.service();
    this.deployment(replicas);
    disruptionBudget(this, namespace, this.owner, props.maxUnavailable ?? oneAtATime);
    if (replicas.min < replicas.max) {
      queueAutoscaler(
        this,
        namespace,
        this.owner,
        replicas,
        props.autoscaling ?? autoscalingOf(this.budgets, this.settings.parallel),
      );
    }
  }

  private service(): void {
    object(this, 'service', 'Service', {
      metadata: { name: this.owner.instance, namespace: this.props.namespace, labels: objectLabels(this.owner) },
      spec: {
        type: 'ClusterIP',
        selector: selectorLabels(this.owner),
        ports: [
          {
            name: portName,
            port: llamaServerContract.port,
            targetPort: portName,
            protocol: 'TCP',
            appProtocol: 'http',
          },
        ],
      },
    });
  }

  private deployment(replicas: Replicas): void {
    const {
      namespace,
      reference,
      draft,
      rollout = derived<RolloutStrategy>(
        { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
        'the default: an extra pod is expected to fit',
      ),
    } = this.props;
    const rolling = rollout.value.type === 'RollingUpdate';
    object(this, 'deployment', 'Deployment', {
      metadata: {
        name: this.owner.instance,
        namespace,
        labels: objectLabels(this.owner),
        annotations: annotations({
          model: reference,
          'draft-model': draft?.reference,
          'because.cpu': this.compute.cpu.because,
          'because.memory': this.compute.memory.because,
          'because.ephemeral-storage': this.compute.ephemeralStorage.because,
          'because.threads': this.compute.threads.because,
          'because.startup': budgetText(this.budgets.startup),
          'because.staging': budgetText(this.budgets.staging),
          'because.patience': budgetText(this.budgets.patience),
          'because.progress-deadline': budgetText(this.budgets.progressDeadline),
          'because.grace': budgetText(this.budgets.grace),
          'because.rollout': rollout.because,
          ...noBudget(this.props.maxUnavailable ?? oneAtATime),
          'because.min-ready': rolling ? minReady(this.budgets).because : undefined,
        }),
      },
      spec: {
        replicas: replicas.min === replicas.max ? replicas.max : undefined,
        revisionHistoryLimit: 1,
        minReadySeconds: rolling ? minReady(this.budgets).value : undefined,
        progressDeadlineSeconds: this.budgets.progressDeadline.value,
        strategy: strategyOf(rollout.value),
        selector: { matchLabels: selectorLabels(this.owner) },
        template: {
          metadata: {
            labels: objectLabels(this.owner),
            annotations: { ...movable, ...annotations({ model: reference }) },
          },
          spec: this.podSpec(),
        },
      },
    });
  }

  /** What the pod reads: the model's weights, and the draft's. */
  private get weights(): readonly Weights[] {
    const { reference, model, draft } = this.props;
    const own: Weights = { key: reference, model, form: 'gguf' };
    return draft === undefined ? [own] : [own, { key: draft.reference, model: draft.model, form: 'gguf' }];
  }

  private podSpec(): PodSpec {
    const { scheduling, weights, namespace, programs } = this.props;
    const drain = llamaServerDrain.run({
      port: llamaServerContract.port,
      propagation: endpointPropagation,
      deadline: drainDeadline(this.budgets),
    });
    const arrival = weightsArrival(weights, this.weights, this.budgets.patience.value);
    const files = programFiles(
      this,
      { namespace, owner: this.owner, programs },
      arrival === undefined ? [drain] : [drain, arrival],
    );
    return {
      ...podDefaults,
      serviceAccountName: this.owner.instance,
      priorityClassName: scheduling?.priorityClassName,
      runtimeClassName: scheduling?.runtimeClassName,
      affinity: affinity(this.owner, scheduling?.pools ?? []),
      tolerations: tolerations(scheduling?.pools ?? [], this.compute.gpus !== undefined),
      topologySpreadConstraints: zoneSpread(this.owner, 'Deployment'),
      terminationGracePeriodSeconds: this.budgets.grace.value,
      initContainers:
        arrival === undefined ? undefined : [stagerContainer(byOrdinal([arrival]), files, this.compute, weights)],
      containers: [this.engine(drain, files)],
      volumes: [
        podVolume(weights, sumBytes(this.weights.map(({ model }) => diskBytes(model).value))),
        { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(scratch) } },
        files.volume,
      ],
    };
  }

  private engine(drain: ProgramRun, files: ProgramFiles): Container {
    const { model, draft, weights, reference, flags = {}, image } = this.props;
    const { gpus, threads, cpu, cpuLimit, memory, ephemeralStorage } = this.compute;
    const devices = gpus?.count ?? 0;
    const draftPath = draft && modelPath(weights, { key: draft.reference, model: draft.model });
    const own = { key: reference, model };
    const run = {
      modelPath: modelPath(weights, own),
      draftPath,
      projectorPath: this.settings.imageMaxTokens > 0 ? projectorPath(weights, own) : undefined,
      alias: this.owner.instance,
      threads: threads.value,
      gpus: devices,
      model,
      flags,
    };
    return container(
      {
        name: 'llama-server',
        image: imageReference(image ?? (devices > 0 ? images.llamaServerCuda : images.llamaServer)),
        command: ['/app/llama-server'],
        args: [
          ...llamaServerArguments(
            llamaServerFlags(this.settings, run, this.owner.instance),
            flags,
            this.owner.instance,
          ),
        ],
        env: environmentVariables({ ...llamaServerEnvironment(devices), ...drain.env }),
        ports: [{ name: portName, containerPort: llamaServerContract.port, protocol: 'TCP' }],
        startupProbe: startupProbe(
          { httpGet: { path: llamaServerContract.health.path, port: portName } },
          this.budgets.startup,
        ),
        readinessProbe: readinessProbe(llamaServerContract.health.path),
        livenessProbe,
        lifecycle: { preStop: { exec: { command: [...drain.command] } } },
        volumeMounts: [
          { name: weightsVolumeName, mountPath: localMount, readOnly: true },
          { name: 'tmp', mountPath: scratchMount },
          files.mount,
        ],
      },
      { cpu: cpu.value, cpuLimit, memory: memory.value, ephemeralStorage: ephemeralStorage.value, extended: gpus },
    );
  }
}

/** The strategy in Kubernetes' words. */
function strategyOf(strategy: RolloutStrategy): NonNullable<NonNullable<Kinds['Deployment']['spec']>['strategy']> {
  return strategy.type === 'Recreate'
    ? { type: 'Recreate' }
    : {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: strategy.maxSurge, maxUnavailable: strategy.maxUnavailable },
      };
}
