/**
 * A workload that serves models, whatever its engine: a Deployment or a StatefulSet with its Service, identity, policy
 * and disruption budget, and an autoscaler when replicas are a range.
 */
import type { Construct } from 'constructs';
import { type Image, imageReference } from '../../catalog';
import { bytesQuantity, type Derived, type Duration, durationText, largestBytes, sumBytes } from '../../core';
import type { EnginePod, ServingEngine } from '../../engines';
import {
  affinity,
  annotations,
  container,
  environmentVariables,
  object,
  objectLabels,
  podDefaults,
  selectorLabels,
  tolerations,
  workloadPolicy,
  zoneSpread,
} from '../../kubernetes/draw';
import type { Container, Kinds, PodSpec } from '../../kubernetes/kinds';
import { localMount, scratchMount } from '../../programs';
import { diskBytes, minReady, scratch } from '../../sizing';
import type {
  Autoscaling,
  Budgets,
  Compute,
  DisruptionBudget,
  Replicas,
  RolloutStrategy,
  Scheduling,
} from '../../workload';
import { engineFlows, type EngineAccess } from '../access';
import {
  addedMounts,
  addedToSpec,
  addedVariables,
  addedVolumes,
  podMetadata,
  removalAnnotations,
  type WithAdditions,
} from '../added';
import { programFiles, type ProgramFiles, type WithPrograms } from '../program-files';
import { secretVolume } from '../secret-volume';
import { portName, ServedWorkload } from '../served-workload';
import { workloadIdentity } from '../workload-identity';
import { byOrdinal, type OrdinalRun } from './by-ordinal';
import { disruptionBudget, noBudget } from './disruption-budget';
import { budgetText, livenessProbe, readinessProbe, startupProbe, startupProgramProbe } from './engine-probes';
import { queueAutoscaler } from './queue-autoscaler';
import { stagerContainer } from './stager-container';
import { weightsArrival } from './weights-arrival';
import {
  claimTemplate,
  podVolume,
  proofsVolumes,
  stagedFrom,
  weightsVolumeName,
  type WeightsVolume,
} from './weights-volume';

/** How a change of the pod template replaces pods. */
export type PodReplacement =
  | { readonly by: 'deployment'; readonly rollout: Derived<RolloutStrategy> }
  | { readonly by: 'stateful-set'; readonly maxUnavailable: Derived<number> };

export interface EngineWorkloadProps extends WithPrograms, WithAdditions {
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
  /** Time after which a load without progress is given up. @default - the engine never gives up by itself */
  readonly loadTimeout?: Derived<Duration>;
  /** Time to load a model again after another took its place. @default - none is swapped */
  readonly reloadTime?: Derived<Duration>;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - no pod may reach it */
  readonly access?: EngineAccess;
  /** What brings the weights to the node's disk. @default - curl of the pinned version */
  readonly stagerImage?: Image;
}

/** A workload of an engine, named like the construct. */
export class EngineWorkload extends ServedWorkload {
  /** @param pod what the pods run, as the engine makes it of a workload */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EngineWorkloadProps,
    private readonly pod: EnginePod,
  ) {
    const { namespace, engine, weights, access = {}, replicas, replacement, autoscaling } = props;
    super(scope, id, {
      namespace,
      component: engine.name,
      port: engine.contract.port,
      kind: replacement.by === 'deployment' ? 'Deployment' : 'StatefulSet',
    });
    workloadIdentity(this, namespace, this.owner);
    const hasMetrics = engine.contract.metrics !== undefined;
    const flows = engineFlows(access, this.port, hasMetrics, stagedFrom(weights));
    workloadPolicy(this, 'policy', namespace, this.owner, flows);
    this.services();
    if (replacement.by === 'deployment') this.deployment(replacement.rollout);
    else this.statefulSet(replacement.maxUnavailable);
    disruptionBudget(this, namespace, this.owner, props.maxUnavailable);
    if (autoscaling !== undefined && engine.queue !== undefined)
      queueAutoscaler(this, namespace, this.owner, replicas, autoscaling, engine.queue);
  }

  private get headlessName(): string {
    return `${this.name}-pods`;
  }

  private services(): void {
    this.serviceNamed('service', this.name, {});
    if (this.props.replacement.by === 'deployment') return;
    this.serviceNamed('headless-service', this.headlessName, { clusterIP: 'None', publishNotReadyAddresses: true });
    if (this.pod.servicePerOrdinal !== true) return;
    // Where each pod serves models of its own, a client asks the one that has its model.
    this.pod.weights.forEach((_, ordinal) => {
      const name = `${this.name}-${ordinal}`;
      this.serviceNamed(`service-${ordinal}`, name, {}, { 'statefulset.kubernetes.io/pod-name': name });
    });
  }

  private serviceNamed(
    id: string,
    name: string,
    spec: { readonly clusterIP?: string; readonly publishNotReadyAddresses?: boolean },
    selector: Readonly<Record<string, string>> = {},
  ): void {
    object(this, id, 'Service', {
      metadata: { name, namespace: this.namespace, labels: objectLabels(this.owner) },
      spec: {
        type: 'ClusterIP',
        ...spec,
        selector: { ...selectorLabels(this.owner), ...selector },
        ports: [{ name: portName, port: this.port, targetPort: portName, protocol: 'TCP', appProtocol: 'http' }],
      },
    });
  }

  /** Annotations that give the reason of each number. */
  private reasons(rollout: Derived<unknown>): Record<string, string> {
    const { compute, budgets, maxUnavailable, loadTimeout, reloadTime } = this.props;
    return annotations({
      ...this.pod.annotations,
      'because.cpu': compute.cpu.because,
      'because.memory': compute.memory.because,
      'because.ephemeral-storage': compute.ephemeralStorage.because,
      'because.startup': budgetText(budgets.startup),
      'because.staging': budgetText(budgets.staging),
      'because.patience': budgetText(budgets.patience),
      'because.grace': budgetText(budgets.grace),
      'because.load-timeout': loadTimeout && budgetText(loadTimeout),
      'because.rollout': rollout.because,
      ...noBudget(maxUnavailable),
      'reload-time': reloadTime && `${durationText(reloadTime.value)}: ${reloadTime.because}`,
    });
  }

  private get additions() {
    return this.props.additions ?? {};
  }

  private get template() {
    const own = { ...removalAnnotations(this.additions), ...annotations(this.pod.podAnnotations ?? {}) };
    return { metadata: podMetadata(this.owner, this.additions, own), spec: this.podSpec() };
  }

  private deployment(rollout: Derived<RolloutStrategy>): void {
    const { namespace, replicas, budgets } = this.props;
    const rolling = rollout.value.type === 'RollingUpdate';
    object(this, 'deployment', 'Deployment', {
      metadata: {
        name: this.name,
        namespace,
        labels: objectLabels(this.owner),
        annotations: {
          ...this.reasons(rollout),
          ...annotations({
            'because.progress-deadline': budgetText(budgets.progressDeadline),
            'because.min-ready': rolling ? minReady(budgets).because : undefined,
          }),
        },
      },
      spec: {
        replicas: replicas.min === replicas.max ? replicas.max : undefined,
        revisionHistoryLimit: 1,
        minReadySeconds: rolling ? minReady(budgets).value : undefined,
        progressDeadlineSeconds: budgets.progressDeadline.value,
        strategy: strategyOf(rollout.value),
        selector: { matchLabels: selectorLabels(this.owner) },
        template: this.template,
      },
    });
  }

  private statefulSet(maxUnavailable: Derived<number>): void {
    const { namespace, replicas, weights } = this.props;
    object(this, 'stateful-set', 'StatefulSet', {
      metadata: {
        name: this.name,
        namespace,
        labels: objectLabels(this.owner),
        annotations: this.reasons(maxUnavailable),
      },
      spec: {
        replicas: replicas.max,
        serviceName: this.headlessName,
        // Ordered start would wait for each server to load before the next begins, and a bad template could not be
        // rolled back.
        podManagementPolicy: 'Parallel',
        // The server drops `maxUnavailable` unless its gate MaxUnavailableStatefulSet is on, which it is not by
        // default: one is what it does anyway.
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: maxUnavailable.value === 1 ? undefined : { maxUnavailable: maxUnavailable.value },
        },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        revisionHistoryLimit: 1,
        selector: { matchLabels: selectorLabels(this.owner) },
        template: this.template,
        volumeClaimTemplates: weights.kind === 'claim' ? [claimTemplate(weights)] : undefined,
      },
    });
  }

  private podSpec(): PodSpec {
    const { scheduling, weights, namespace, programs, compute, budgets, replacement } = this.props;
    const arrivals = this.pod.weights.flatMap((list) => weightsArrival(weights, list, budgets.patience.value) ?? []);
    const arrival = arrivals.length === 0 ? undefined : byOrdinal(arrivals);
    const startup = 'runs' in this.pod.startup ? byOrdinal(this.pod.startup.runs) : undefined;
    const own = [startup, this.pod.drain].flatMap((run) => run ?? []);
    const runs = this.pod.programs === 'arrival-first' ? [arrival, ...own] : [...own, arrival];
    const files = programFiles(this, { namespace, owner: this.owner, programs }, [
      ...runs.flatMap((run) => run ?? []),
      ...(this.pod.files ? [{ command: [], files: this.pod.files }] : []),
    ]);
    const kept = weights.kind === 'claim' && replacement.by === 'stateful-set';
    const largest = largestBytes(
      this.pod.weights.map((list) =>
        sumBytes(new Map(list.map(({ key, model }) => [key, diskBytes(model).value])).values()),
      ),
    );
    return {
      ...podDefaults,
      serviceAccountName: this.name,
      priorityClassName: scheduling?.priorityClassName,
      runtimeClassName: scheduling?.runtimeClassName,
      affinity: affinity(this.owner, scheduling?.pools ?? []),
      tolerations: tolerations(scheduling?.pools ?? [], compute.gpus !== undefined, scheduling?.tolerations),
      ...addedToSpec(this.additions, scheduling),
      topologySpreadConstraints: zoneSpread(this.owner, this.workload.kind),
      terminationGracePeriodSeconds: budgets.grace.value,
      initContainers:
        arrival === undefined ? undefined : [stagerContainer(arrival, files, compute, weights, this.props.stagerImage)],
      containers: [this.engine(startup, files)],
      volumes: [
        ...(kept ? [] : [podVolume(weights, largest)]),
        ...proofsVolumes(weights),
        ...(this.pod.folders ?? []).map(({ name, size }) => ({ name, emptyDir: { sizeLimit: bytesQuantity(size) } })),
        { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(scratch) } },
        files.volume,
        ...(this.pod.secrets ?? []).map(secretVolume),
        ...addedVolumes(this.additions),
      ],
    };
  }

  private engine(startup: OrdinalRun | undefined, files: ProgramFiles): Container {
    const { compute, engine } = this.props;
    const { gpus, cpu, cpuLimit, memory, ephemeralStorage } = compute;
    const { image, command, args, env, drain, folders = [] } = this.pod;
    return container(
      {
        name: engine.name,
        image: imageReference(image),
        command: [...command],
        args: args && [...args],
        env: [
          ...(startup?.before ?? []),
          ...environmentVariables({ ...env, ...startup?.env, ...drain.env }),
          ...addedVariables(this.additions),
        ],
        ports: [{ name: portName, containerPort: this.port, protocol: 'TCP' }],
        startupProbe: this.startupProbe(startup),
        readinessProbe: readinessProbe(engine.contract.health.path),
        livenessProbe,
        lifecycle: { preStop: { exec: { command: [...drain.command] } } },
        volumeMounts: [
          { name: weightsVolumeName, mountPath: localMount, readOnly: true },
          ...folders.map(({ name, path }) => ({ name, mountPath: path })),
          { name: 'tmp', mountPath: scratchMount },
          files.mount,
          ...(this.pod.secrets ?? []).map(({ name, path }) => ({ name, mountPath: path, readOnly: true })),
          ...addedMounts(this.additions),
        ],
      },
      { cpu: cpu.value, cpuLimit, memory: memory.value, ephemeralStorage: ephemeralStorage.value, extended: gpus },
    );
  }

  private startupProbe(run: OrdinalRun | undefined) {
    const { startup } = this.props.budgets;
    if (run !== undefined) return startupProgramProbe(run.command, startup);
    const path = 'path' in this.pod.startup ? this.pod.startup.path : this.props.engine.contract.health.path;
    return startupProbe({ httpGet: { path, port: portName } }, startup);
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
