/** The DaemonSets that tune nodes: one for each pool that asks for one. */
import type { App } from 'cdk8s';
import { NodeTuning } from '../constructs';
import { nodeTuningName, sysctlsOf } from '../environment';
import { images, mirroredImage } from '../catalog';
import { type Plan, schedulingOf, tunedPools } from '../plan';
import { PlatformChart } from './platform-chart';

export class NodeTuningChart extends PlatformChart {
  constructor(app: App, plan: Plan) {
    super(app, 'node-tuning', 'cluster', plan.environment.objects);
    const { environment } = plan;
    const { nodeSelector: _everyNode, ...additions } = environment.supportPods;
    for (const { name, tuning, gpu } of tunedPools(environment)) {
      new NodeTuning(this, nodeTuningName(name), {
        namespace: environment.cluster.namespaces.nodes,
        settings: sysctlsOf(tuning),
        scheduling: schedulingOf(environment, [name], 'critical', false, additions),
        gpuResource: gpu?.resource,
        additions,
        image: mirroredImage(images.curl, environment.imageMirrors),
      });
    }
  }
}
