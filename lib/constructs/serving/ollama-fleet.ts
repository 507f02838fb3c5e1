/**
 * A fleet of Ollama servers: a StatefulSet whose servers keep their volumes, models staged before serving and warmed up
 * before ready.
 */
import { Construct } from 'constructs';
import { imageReference, type Image } from '../../catalog/image';
import { images } from '../../catalog/images';
import { bytesQuantity, largestBytes } from '../../core/bytes';
import { derived, type Derived } from '../../core/derived';
import { durationText, type Duration } from '../../core/duration';
import { completeOllamaSettings, type OllamaSettingsInput } from '../../engines/ollama/defaults';
import { ollamaContract, ollamaEnvironment, ollamaHome } from '../../engines/ollama/ollama';
import type { OllamaSettings } from '../../engines/ollama/settings';
import { container, environmentVariables } from '../../kubernetes/draw/container';
import type { Container, PodSpec } from '../../kubernetes/kinds';
import { movable } from '../../kubernetes/draw/eviction';
import { annotations, objectLabels, selectorLabels, type Owner } from '../../kubernetes/draw/labels';
import { workloadPolicy } from '../../kubernetes/draw/network';
import { object } from '../../kubernetes/draw/object';
import { podDefaults } from '../../kubernetes/draw/pod-security';
import { affinity, tolerations, zoneSpread } from '../../kubernetes/draw/scheduling';
import { ollamaDrain } from '../../programs/ollama-drain';
import { ollamaWarmUp } from '../../programs/ollama-warm-up';
import type { ProgramRun } from '../../programs/program';
import { localMount, scratchMount } from '../../programs/volumes';
import { ollamaPod } from '../../engines/ollama/pod';
import { oneAtATime, type Budgets, type Compute, type DisruptionBudget, type Scheduling } from '../../workload/pod';
import { drainDeadline, endpointPropagation } from '../../sizing/time/pod-budgets';
import { ollamaHomeSize, scratch } from '../../sizing/pods/pod-disk';
import { engineFlows, type EngineAccess } from '../access';
import { completeHardware, type Hardware } from './default-hardware';
import { disruptionBudget, noBudget } from './disruption-budget';
import { budgetText, livenessProbe, readinessProbe, startupProgramProbe } from './engine-probes';
import { byOrdinal, type OrdinalRun } from './by-ordinal';
import { programFiles, type ProgramFiles, type WithPrograms } from '../program-files';
import { checkModels, filesOf, isByOrdinal, listsOf, type FleetModels, type ModelList } from './ollama-models';
import { stagerContainer } from './stager-container';
import { weightsArrival } from './weights-arrival';
import {
  claimTemplate,
  podVolume,
  stagedFrom,
  weightsRoot,
  weightsVolumeName,
  type WeightsVolume,
} from './weights-volume';
import { workloadIdentity } from '../workload-identity';

export interface OllamaFleetProps extends WithPrograms {
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
  /** @default - Ollama of the pinned version */
  readonly image?: Image;
}

const portName = 'http';

/**
 * A fleet named like the construct.
 *
 * @throws FaultError `FleetWithoutModels`, `OrdinalsDiffer`, `TooManyModels`, and what the engine's settings and the
 * names of objects refuse
 */
export class OllamaFleet extends Construct {
  private readonly owner: Owner;
  private readonly settings: OllamaSettings;
  private readonly compute: Compute;
  private readonly budgets: Budgets;
  /** For each ordinal its models; one list when every server offers the same. */
  private readonly lists: readonly ModelList[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: OllamaFleetProps,
  ) {
    super(scope, id);
    const { namespace, models, weights, access = {} } = props;
    this.owner = { component: 'ollama', instance: id };
    this.lists = listsOf(models);
    this.settings = completeOllamaSettings(props.settings, Math.max(...this.lists.map(({ length }) => length)));
    checkModels(id, models, {
      replicas: props.replicas,
      maxLoadedModels: this.settings.maxLoadedModels,
      swaps: props.reloadTime !== undefined,
    });
    const sized = () =>
      ollamaPod(
        this.lists.map((list) => list.map(({ tag, model }) => ({ key: tag, model }))),
        this.settings,
        completeHardware(weights, props.replicas ?? this.lists.length, props.hardware),
        id,
      );
    this.compute = props.compute ?? sized().compute;
    this.budgets = props.budgets ?? sized().budgets;

    workloadIdentity(this, namespace, this.owner);
    workloadPolicy(
      this,
      'policy',
      namespace,
      this.owner,
      engineFlows(access, ollamaContract.port, false, stagedFrom(weights)),
    );
    this.service('service', id, {});
    this.service('headless-service', this.headlessName, { clusterIP: 'None', publishNotReadyAddresses: true });
    this.ordinalServices();
    this.statefulSet();
    disruptionBudget(this, namespace, this.owner, props.maxUnavailable ?? oneAtATime);
  }

  private get headlessName(): string {
    return `${this.owner.instance}-pods`;
  }

  private service(
    id: string,
    name: string,
    spec: { readonly clusterIP?: string; readonly publishNotReadyAddresses?: boolean },
    selector: Record<string, string> = {},
  ): void {
    object(this, id, 'Service', {
      metadata: { name, namespace: this.props.namespace, labels: objectLabels(this.owner) },
      spec: {
        type: 'ClusterIP',
        ...spec,
        selector: { ...selectorLabels(this.owner), ...selector },
        ports: [
          { name: portName, port: ollamaContract.port, targetPort: portName, protocol: 'TCP', appProtocol: 'http' },
        ],
      },
    });
  }

  /** Where each server offers models of its own, a Service each: a client asks the one that has its model. */
  private ordinalServices(): void {
    if (!isByOrdinal(this.props.models)) return;
    this.lists.forEach((_, ordinal) => {
      const pod = `${this.owner.instance}-${ordinal}`;
      this.service(`service-${ordinal}`, pod, {}, { 'statefulset.kubernetes.io/pod-name': pod });
    });
  }

  private statefulSet(): void {
    const { compute, budgets } = this;
    const {
      namespace,
      replicas = this.lists.length,
      rolloutMaxUnavailable = derived(1, 'one at a time'),
      weights,
      reloadTime,
      loadTimeout = budgets.startup,
    } = this.props;
    object(this, 'stateful-set', 'StatefulSet', {
      metadata: {
        name: this.owner.instance,
        namespace,
        labels: objectLabels(this.owner),
        annotations: annotations({
          models: this.lists.map((list) => list.map(({ tag }) => tag).join(' ')).join(' | '),
          'because.cpu': compute.cpu.because,
          'because.memory': compute.memory.because,
          'because.ephemeral-storage': compute.ephemeralStorage.because,
          'because.startup': budgetText(budgets.startup),
          'because.staging': budgetText(budgets.staging),
          'because.patience': budgetText(budgets.patience),
          'because.grace': budgetText(budgets.grace),
          'because.load-timeout': budgetText(loadTimeout),
          'because.rollout': rolloutMaxUnavailable.because,
          ...noBudget(this.props.maxUnavailable ?? oneAtATime),
          'reload-time':
            reloadTime === undefined ? undefined : `${durationText(reloadTime.value)}: ${reloadTime.because}`,
        }),
      },
      spec: {
        replicas,
        serviceName: this.headlessName,
        // Ordered start would wait for each server to load before the next begins, and a bad template could not be
        // rolled back.
        podManagementPolicy: 'Parallel',
        // The server drops `maxUnavailable` unless its gate MaxUnavailableStatefulSet is on, which it is not by
        // default: one is what it does anyway.
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate:
            rolloutMaxUnavailable.value === 1 ? undefined : { maxUnavailable: rolloutMaxUnavailable.value },
        },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        revisionHistoryLimit: 1,
        selector: { matchLabels: selectorLabels(this.owner) },
        template: { metadata: { labels: objectLabels(this.owner), annotations: movable }, spec: this.podSpec() },
        volumeClaimTemplates: weights.kind === 'claim' ? [claimTemplate(weights)] : undefined,
      },
    });
  }

  /** One run of a program for every list of models. */
  private perList(run: (models: ModelList) => ProgramRun): OrdinalRun {
    return byOrdinal(this.lists.map(run));
  }

  private podSpec(): PodSpec {
    const { compute, budgets } = this;
    const { scheduling, weights, namespace, programs } = this.props;
    const { port } = ollamaContract;
    const arrivals = this.lists.flatMap(
      (models) =>
        weightsArrival(
          weights,
          models.map(({ tag, model }) => ({ key: tag, model, form: 'registry' })),
          budgets.patience.value,
        ) ?? [],
    );
    const arrival = arrivals.length === 0 ? undefined : byOrdinal(arrivals);
    const warmUp = this.perList((models) => {
      const declared = models.map(({ tag }) => tag);
      return ollamaWarmUp.run({
        port,
        declared,
        warm: declared.slice(0, this.settings.maxLoadedModels),
        onGpu: (compute.gpus?.count ?? 0) > 0,
        patience: budgets.startup.value,
      });
    });
    const drain = ollamaDrain.run({ port, propagation: endpointPropagation, deadline: drainDeadline(budgets) });
    const files = programFiles(
      this,
      { namespace, owner: this.owner, programs },
      arrival === undefined ? [warmUp, drain] : [arrival, warmUp, drain],
    );
    return {
      ...podDefaults,
      serviceAccountName: this.owner.instance,
      priorityClassName: scheduling?.priorityClassName,
      runtimeClassName: scheduling?.runtimeClassName,
      affinity: affinity(this.owner, scheduling?.pools ?? []),
      tolerations: tolerations(scheduling?.pools ?? [], compute.gpus !== undefined),
      topologySpreadConstraints: zoneSpread(this.owner, 'StatefulSet'),
      terminationGracePeriodSeconds: budgets.grace.value,
      initContainers: arrival === undefined ? undefined : [stagerContainer(arrival, files, compute, weights)],
      containers: [this.engine(warmUp, drain, files)],
      volumes: [
        ...(weights.kind === 'claim' ? [] : [podVolume(weights, largestBytes(this.lists.map(filesOf)))]),
        { name: 'home', emptyDir: { sizeLimit: bytesQuantity(ollamaHomeSize) } },
        { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(scratch) } },
        files.volume,
      ],
    };
  }

  private engine(warmUp: OrdinalRun, drain: ProgramRun, files: ProgramFiles): Container {
    const { compute, budgets } = this;
    const { weights, image = images.ollama, loadTimeout = budgets.startup } = this.props;
    const { gpus, cpu, cpuLimit, memory, ephemeralStorage } = compute;
    const environment = ollamaEnvironment(
      this.settings,
      {
        modelsPath: weightsRoot(weights),
        gpus: gpus?.count ?? 0,
        startupBudget: loadTimeout.value,
        threads: cpuLimit === undefined ? undefined : compute.threads.value,
      },
      this.owner.instance,
    );
    return container(
      {
        name: 'ollama',
        image: imageReference(image),
        command: ['/bin/ollama', 'serve'],
        env: [...warmUp.before, ...environmentVariables({ ...environment, ...warmUp.env, ...drain.env })],
        ports: [{ name: portName, containerPort: ollamaContract.port, protocol: 'TCP' }],
        startupProbe: startupProgramProbe(warmUp.command, budgets.startup),
        readinessProbe: readinessProbe(ollamaContract.health.path),
        livenessProbe,
        lifecycle: { preStop: { exec: { command: [...drain.command] } } },
        volumeMounts: [
          { name: weightsVolumeName, mountPath: localMount, readOnly: true },
          { name: 'home', mountPath: ollamaHome },
          { name: 'tmp', mountPath: scratchMount },
          files.mount,
        ],
      },
      { cpu: cpu.value, cpuLimit, memory: memory.value, ephemeralStorage: ephemeralStorage.value, extended: gpus },
    );
  }
}
