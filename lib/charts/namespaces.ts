/** The namespaces, closed by default, with what may be asked for in them. */
import type { App } from 'cdk8s';
import { GpuQuota, MemoryDefaults, PlatformIsolation, PlatformNamespace } from '../constructs';
import { isReadInPlace } from '../environment';
import { type Plan, sharedNames, tunedPools } from '../plan';
import { PlatformChart } from './platform-chart';

/** Namespaces of an environment: the store's is the serving one where serving pods read its claim in place. */
export function namespacesOf({ environment: { cluster, gateway } }: Plan): readonly string[] {
  const { serving, store, gateway: ofGateway } = cluster.namespaces;
  return [
    ...new Set([
      serving,
      ...(isReadInPlace(cluster.weights) ? [] : [store]),
      ...(gateway === undefined ? [] : [ofGateway]),
    ]),
  ];
}

export class NamespacesChart extends PlatformChart {
  constructor(app: App, plan: Plan) {
    super(app, 'namespaces', 'namespaces', plan.environment.objects);
    const { cluster } = plan.environment;
    if (cluster.scope === 'namespaced') {
      // What else a namespace of ours gets would hold for the pods of others too.
      new PlatformIsolation(this, sharedNames.isolation, { namespace: cluster.namespaces.serving });
      return;
    }
    for (const namespace of namespacesOf(plan)) {
      const platformNamespace = new PlatformNamespace(this, namespace, { kubernetes: cluster.kubernetes });
      new MemoryDefaults(platformNamespace, sharedNames.limits, { namespace });
    }
    if (tunedPools(plan.environment).length > 0)
      new PlatformNamespace(this, cluster.namespaces.nodes, { kubernetes: cluster.kubernetes, level: 'privileged' });
    new GpuQuota(this, sharedNames.quota, { namespace: cluster.namespaces.serving, hard: plan.quota });
  }
}
