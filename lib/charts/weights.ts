/** How weights leave the store: the server that stagers fetch from, and the collector. */
import type { App } from 'cdk8s';
import { StoreCollector, WeightsServer } from '../constructs';
import { type Plan, sharedNames, supportPlan } from '../plan';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';
import { weightsServerPlace } from './storage';

export class WeightsChart extends PlatformChart {
  constructor(app: App, { environment, loaders, support }: Plan, programs: ProgramsChart) {
    const wave = environment.cluster.weights.kind === 'direct' ? 'workloads' : 'weights';
    super(app, 'weights', wave, environment.objects);
    if (environment.cluster.weights.kind !== 'direct') {
      const server = supportPlan(support, sharedNames.weightsServer);
      const { replicas, maxUnavailable, wants, scheduling, additions, image } = server;
      new WeightsServer(this, sharedNames.weightsServer, {
        ...weightsServerPlace(environment),
        programs,
        claimName: sharedNames.store,
        clientNamespace: environment.cluster.namespaces.serving,
        replicas,
        maxUnavailable,
        wants,
        scheduling,
        additions,
        image,
      });
    }
    const { namespace, wants, scheduling, additions, image } = supportPlan(support, sharedNames.collector);
    new StoreCollector(this, sharedNames.collector, {
      namespace,
      programs,
      claimName: sharedNames.store,
      mode: environment.cluster.unusedWeights,
      // In the mode `report` it reports what it would remove.
      unnamed: 'drop',
      current: loaders.flatMap((loader) => loader.weights),
      wants,
      scheduling,
      additions,
      image,
    });
  }
}
