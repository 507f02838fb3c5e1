/** The architecture as code: which charts an environment has, from its plan. */
import type { App } from 'cdk8s';
import {
  ClusterChart,
  LoaderChart,
  NamespacesChart,
  type PlatformChart,
  ProgramsChart,
  ServerChart,
  StorageChart,
  WeightsChart,
} from './charts';
import { isReadInPlace } from './environment';
import type { Plan } from './plan';

/** The charts of the store: what is on a claim of others needs only proofs, or only a weights server. */
function storeCharts(app: App, plan: Plan, programs: ProgramsChart): readonly PlatformChart[] {
  const { weights } = plan.environment.cluster;
  // Where every model comes with its image there is nothing to keep.
  if (plan.loaders.length === 0) return [];
  if (weights.kind !== 'existing') return [new StorageChart(app, plan), new WeightsChart(app, plan, programs)];
  return isReadInPlace(weights) ? [new StorageChart(app, plan)] : [new WeightsChart(app, plan, programs)];
}

/** The charts of a plan, in the order of their waves. */
export function platform(app: App, plan: Plan): readonly PlatformChart[] {
  const namespaces = new NamespacesChart(app, plan);
  const isNamespaced = plan.environment.cluster.scope === 'namespaced';
  const first = isNamespaced ? [namespaces] : [namespaces, new ClusterChart(app, plan)];
  const programs = new ProgramsChart(app, plan);
  const later = [
    ...storeCharts(app, plan, programs),
    ...plan.loaders.map((loader) => new LoaderChart(app, plan, programs, loader)),
    ...plan.servers.map((server) => new ServerChart(app, plan, programs, server)),
  ];
  return [...first, ...(programs.isEmpty ? [] : [programs]), ...later];
}
