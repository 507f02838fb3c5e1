/**
 * A web service: a Deployment that rolls without a spare pod, with its Service, identity, policy and disruption budget.
 */
import type { Construct } from 'constructs';
import { type Image, imageReference } from '../../catalog';
import { bytesQuantity, ceilSeconds, derived, type Duration } from '../../core';
import {
  affinity,
  annotations,
  container,
  environmentVariables,
  type Flows,
  movable,
  object,
  objectLabels,
  podDefaults,
  selectorLabels,
  tolerations,
  workloadPolicy,
  zoneSpread,
} from '../../kubernetes/draw';
import type { Probe, Volume } from '../../kubernetes/kinds';
import { type ProgramRun, scratchMount } from '../../programs';
import { endpointPropagation, requestsGrace } from '../../sizing';
import type { ContainerWants, DisruptionBudget, ProbeTimes, RolloutStrategy, Scheduling } from '../../workload';
import { addedToSpec, podMetadata, type WithAdditions } from '../added';
import { type MetricsPort, podMonitor, scrapeAnnotations, type WithScraping } from '../observability/scraping';
import { programFiles, type WithPrograms } from '../program-files';
import { disruptionBudget } from '../serving/disruption-budget';
import { budgetText } from '../serving/engine-probes';
import { portName, ServedWorkload } from '../served-workload';
import { workloadIdentity } from '../workload-identity';

/** A request by which the kubelet learns how a pod is. */
export interface HealthCheck extends ProbeTimes {
  /** `/ready` */
  readonly path: string;
}

/** A volume of a web service. */
export interface WebVolume {
  readonly name: string;
  /** Where the container sees it. */
  readonly path: string;
  /** @default true */
  readonly readOnly?: boolean;
  /** A claim, a ConfigMap or a Secret of the namespace. */
  readonly from:
    | {
        readonly claimName: string;
        /** Whether the claim is of others, so that it is mounted read-only as a whole. @default false */
        readonly ofOthers?: boolean;
      }
    | { readonly configMap: string }
    | { readonly secretName: string };
}

export interface WebWorkloadProps extends WithPrograms, WithAdditions, WithScraping {
  readonly namespace: string;
  /** `app.kubernetes.io/name` of its pods: what runs. */
  readonly component: string;
  readonly port: number;
  /** Name of the container. */
  readonly container: string;
  readonly image: Image;
  /** The program that runs, with its files and variables. */
  readonly run: ProgramRun;
  /** Route that answers while it may get requests, and how often it is asked. */
  readonly readiness: HealthCheck;
  /** Route that answers while it is alive: pods that do not answer are restarted. */
  readonly liveness: HealthCheck;
  readonly wants: ContainerWants;
  readonly replicas: number;
  /** How pods are replaced; a rolling update counts pods, not parts. */
  readonly rollout: Extract<RolloutStrategy, { type: 'RollingUpdate' }>;
  /**
   * Longest time that a request takes. A pod that ends serves for 15 seconds more, until every node has learnt of it;
   * requests under way then have this time. The next pod is replaced after both.
   */
  readonly longestRequest: Duration;
  /** Most pods that a drain may take at once. @default 1 */
  readonly maxUnavailable?: DisruptionBudget;
  /** Who may connect to it, and what it may connect to. @default - nothing */
  readonly flows?: Flows;
  /** Route of its metrics, which its flows let in. @default - it has none */
  readonly metricsPath?: string;
  /** Cluster IP of its Service. @default - one that the cluster chooses */
  readonly address?: string;
  /** Volumes beside its scratch folder. @default - none */
  readonly volumes?: readonly WebVolume[];
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
}

const probe = ({ path, ...times }: HealthCheck): Probe => ({ httpGet: { path, port: portName }, ...times });

function volumeOf({ name, from }: WebVolume): Volume {
  if ('claimName' in from)
    return {
      name,
      persistentVolumeClaim: { claimName: from.claimName, readOnly: from.ofOthers === true || undefined },
    };
  return 'configMap' in from ? { name, configMap: { name: from.configMap } } : { name, secret: from };
}

/** A web service named like the construct. */
export class WebWorkload extends ServedWorkload {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebWorkloadProps,
  ) {
    const { namespace, component, port, flows = { ingress: [], egress: [] } } = props;
    super(scope, id, { namespace, component, port, kind: 'Deployment' });
    workloadIdentity(this, namespace, this.owner);
    workloadPolicy(this, 'policy', namespace, this.owner, flows);
    object(this, 'service', 'Service', {
      metadata: { name: id, namespace, labels: objectLabels(this.owner) },
      spec: {
        type: 'ClusterIP',
        clusterIP: props.address,
        selector: selectorLabels(this.owner),
        ports: [{ name: portName, port, targetPort: portName, protocol: 'TCP', appProtocol: 'http' }],
      },
    });
    this.deployment();
    disruptionBudget(this, namespace, this.owner, props.maxUnavailable ?? derived(1, 'one at a time'));
    podMonitor(this, namespace, this.owner, props.scraping, this.metrics());
  }

  private metrics(): readonly MetricsPort[] {
    const { port, metricsPath: path } = this.props;
    return path === undefined ? [] : [{ name: portName, port, path }];
  }

  private deployment(): void {
    const { namespace, replicas, rollout, longestRequest, scheduling, scraping, additions = {} } = this.props;
    const grace = requestsGrace(endpointPropagation, longestRequest);
    const labels = objectLabels(this.owner);
    object(this, 'deployment', 'Deployment', {
      metadata: {
        name: this.name,
        namespace,
        labels,
        annotations: annotations({ 'because.grace': budgetText(grace) }),
      },
      spec: {
        replicas,
        revisionHistoryLimit: 1,
        // The next is not replaced before the former one is gone, so that only one ends at a time.
        minReadySeconds: grace.value,
        strategy: {
          type: rollout.type,
          rollingUpdate: { maxSurge: rollout.maxSurge, maxUnavailable: rollout.maxUnavailable },
        },
        selector: { matchLabels: selectorLabels(this.owner) },
        template: {
          metadata: podMetadata(this.owner, additions, {
            ...movable,
            ...Object.assign({}, ...this.metrics().map((each) => scrapeAnnotations(scraping, each))),
          }),
          spec: {
            ...podDefaults,
            serviceAccountName: this.name,
            priorityClassName: scheduling?.priorityClassName,
            affinity: affinity(this.owner, scheduling?.pools ?? []),
            tolerations: tolerations(scheduling?.pools ?? [], [], scheduling?.tolerations),
            ...addedToSpec(additions, scheduling),
            topologySpreadConstraints: zoneSpread(this.owner, 'Deployment'),
            terminationGracePeriodSeconds: grace.value,
            ...this.containers(),
          },
        },
      },
    });
  }

  private containers() {
    const { namespace, programs, run, image, port, wants, readiness, liveness, volumes = [] } = this.props;
    const files = programFiles(this, { namespace, owner: this.owner, programs }, [run]);
    const env = environmentVariables(run.env);
    return {
      containers: [
        container(
          {
            name: this.props.container,
            image: imageReference(image),
            command: [...run.command],
            env: env.length === 0 ? undefined : env,
            ports: [{ name: portName, containerPort: port, protocol: 'TCP' }],
            readinessProbe: probe(readiness),
            livenessProbe: probe(liveness),
            // Clients connect until their node has learnt that the pod ends: it listens for as long.
            lifecycle: { preStop: { sleep: { seconds: ceilSeconds(endpointPropagation) } } },
            volumeMounts: [
              ...volumes.map(({ name, path, readOnly = true }) => ({ name, mountPath: path, readOnly })),
              { name: 'tmp', mountPath: scratchMount },
              files.mount,
            ],
          },
          wants,
        ),
      ],
      volumes: [
        ...volumes.map(volumeOf),
        { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(wants.ephemeralStorage) } },
        files.volume,
      ],
    };
  }
}
