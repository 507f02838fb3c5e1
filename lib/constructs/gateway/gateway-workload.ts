/**
 * A gateway: Envoy and its policy, in a Deployment with its Services, identity, network policy, disruption budget and
 * configuration, and an autoscaler when replicas are a range.
 */
import type { Construct } from 'constructs';
import { addDurations, ceilSeconds, derived, type Derived, type Duration, durationText, minutes } from '../../core';
import {
  annotations,
  clusterDns,
  type Flows,
  object,
  objectLabels,
  selectorLabels,
  workloadPolicy,
} from '../../kubernetes/draw';
import { endpointPropagation, gracePeriod } from '../../sizing';
import type { RolloutStrategy } from '../../workload';
import { disruptionBudget, noBudget } from '../serving/disruption-budget';
import { budgetText } from '../serving/engine-probes';
import { ServedWorkload } from '../served-workload';
import { workloadIdentity } from '../workload-identity';
import { podMonitor } from '../observability/scraping';
import { cpuAutoscaler } from './autoscaler';
import { readAgain } from './config-maps';
import { envoyMetrics, policyMetrics } from './metrics';
import { podTemplate } from './pod';
import type { GatewayParts, GatewayWorkloadProps } from './props';
import { services } from './services';

const withSpare: Derived<RolloutStrategy> = derived(
  { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  'a new pod is ready before an old one ends',
);

/** Time to pull both images, and for the policy and Envoy to read their files. */
const start = minutes(10);

/** A gateway, named like the construct. */
export class GatewayWorkload extends ServedWorkload {
  constructor(scope: Construct, id: string, props: GatewayWorkloadProps) {
    const { namespace, settings, replicas = { min: 2, max: 2 } } = props;
    super(scope, id, { namespace, component: 'gateway', port: settings.ports.http, kind: 'Deployment' });
    const longest = props.longestAnswer ?? derived(minutes(10), 'none is stated');
    const parts: GatewayParts = {
      construct: this,
      name: this.name,
      owner: this.owner,
      port: this.port,
      props,
      replicas,
      grace: gracePeriod(endpointPropagation, longest),
      drain: addDurations(endpointPropagation, longest.value),
    };
    workloadIdentity(this, namespace, this.owner);
    workloadPolicy(this, 'policy', namespace, this.owner, this.flows(props));
    readAgain(parts);
    services(parts);
    this.deployment(parts);
    disruptionBudget(this, namespace, this.owner, props.maxUnavailable ?? derived(1, 'one at a time'));
    if (replicas.min !== replicas.max) cpuAutoscaler(parts);
    podMonitor(this, namespace, this.owner, props.scraping, [envoyMetrics(props), policyMetrics(props)]);
  }

  /** Clients, scrapers and the other pods in; engines, names and the other pods out. */
  private flows({
    from = [],
    monitoring,
    engines,
    dns = clusterDns,
    settings: { ports },
  }: GatewayWorkloadProps): Flows {
    const peers = { peer: this.peer, port: ports.policy };
    return {
      ingress: [peers, ...(monitoring === undefined ? [] : [{ peer: monitoring, port: ports.metrics }])],
      entrances: from.map((source) => ({ source, port: ports.http })),
      egress: [peers, ...engines],
      dns,
    };
  }

  private deployment(parts: GatewayParts): void {
    const { name, owner, props, replicas, grace } = parts;
    const { namespace, rollout = withSpare, maxUnavailable } = props;
    const { value: strategy } = rollout;
    const isRolling = strategy.type === 'RollingUpdate';
    object(this, 'deployment', 'Deployment', {
      metadata: {
        name,
        namespace,
        labels: objectLabels(owner),
        annotations: annotations({
          'because.grace': budgetText(grace),
          'because.rollout': rollout.because,
          'because.progress-deadline': `${durationText(start)} to start, ${durationText(grace.value)} for the old pod to end`,
          ...(maxUnavailable === undefined ? {} : noBudget(maxUnavailable)),
        }),
      },
      spec: {
        replicas: replicas.min === replicas.max ? replicas.max : undefined,
        revisionHistoryLimit: 1,
        // The next is not replaced before the former one is gone, so that only one ends at a time.
        minReadySeconds: isRolling ? ceilSeconds(grace.value) : undefined,
        progressDeadlineSeconds: progressDeadline(grace.value),
        strategy: isRolling
          ? {
              type: 'RollingUpdate',
              rollingUpdate: { maxSurge: strategy.maxSurge, maxUnavailable: strategy.maxUnavailable },
            }
          : { type: 'Recreate' },
        selector: { matchLabels: selectorLabels(owner) },
        template: podTemplate(parts),
      },
    });
  }
}

const progressDeadline = (grace: Duration): Duration => addDurations(start, ceilSeconds(grace));
