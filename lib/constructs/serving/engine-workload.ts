/**
 * A workload that serves models, whatever its engine: a Deployment or a StatefulSet with its Service, identity, policy
 * and disruption budget, an autoscaler when replicas are a range, and a monitor where its metrics are scraped.
 */
import type { Construct } from 'constructs';
import type { EnginePod } from '../../engines';
import { workloadPolicy } from '../../kubernetes/draw';
import { engineFlows } from '../access';
import { podMonitor } from '../observability/scraping';
import { demandAutoscaler } from '../scaling/demand-autoscaler';
import { ServedWorkload } from '../served-workload';
import { workloadIdentity } from '../workload-identity';
import { disruptionBudget } from './disruption-budget';
import { deployment, statefulSet } from './engine/controllers';
import { metricsPorts } from './engine/exporter';
import type { EngineParts, EngineWorkloadProps } from './engine/props';
import { services } from './engine/services';
import { queueAutoscaler } from './queue-autoscaler';
import { stagedFrom } from './weights-volume';

/** A workload of an engine, named like the construct. */
export class EngineWorkload extends ServedWorkload {
  /** @param pod what the pods run, as the engine makes it of a workload */
  constructor(scope: Construct, id: string, props: EngineWorkloadProps, pod: EnginePod) {
    const { namespace, engine, weights, access = {}, replicas, replacement, autoscaling, demand } = props;
    super(scope, id, {
      namespace,
      component: engine.name,
      port: engine.contract.port,
      kind: replacement.by === 'deployment' ? 'Deployment' : 'StatefulSet',
    });
    workloadIdentity(this, namespace, this.owner);
    const metrics = metricsPorts(props);
    const flows = engineFlows(access, this.port, metrics, stagedFrom(weights));
    workloadPolicy(this, 'policy', namespace, this.owner, flows);
    const parts: EngineParts = { construct: this, name: this.name, owner: this.owner, port: this.port, props, pod };
    services(parts);
    if (replacement.by === 'deployment') deployment(parts, replacement.rollout);
    else statefulSet(parts, replacement.maxUnavailable);
    disruptionBudget(this, namespace, this.owner, props.maxUnavailable);
    podMonitor(this, namespace, this.owner, props.scraping, metrics);
    if (autoscaling !== undefined && demand !== undefined)
      demandAutoscaler(this, namespace, this.owner, replicas, autoscaling, demand);
    else if (autoscaling !== undefined && engine.queue !== undefined)
      queueAutoscaler(this, namespace, this.owner, replicas, autoscaling, engine.queue);
  }
}
