/** How weights leave the store: the server that stagers fetch from, and the collector. */
import type { App } from 'cdk8s';
import { StoreCollector, WeightsServer } from '../constructs';
import { isReadInPlace } from '../environment';
import { type Plan, sharedNames, supportPlan } from '../plan';
import { filesOnClaim } from '../programs';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';
import { weightsServerPlace } from './storage';

export class WeightsChart extends PlatformChart {
  constructor(app: App, { environment, loaders, support }: Plan, programs: ProgramsChart) {
    const { weights } = environment.cluster;
    super(app, 'weights', isReadInPlace(weights) ? 'workloads' : 'weights', environment.objects);
    const all = loaders.flatMap((loader) => loader.weights);
    if (!isReadInPlace(weights)) {
      const server = supportPlan(support, sharedNames.weightsServer);
      const { replicas, maxUnavailable, wants, scheduling, additions, image } = server;
      new WeightsServer(this, sharedNames.weightsServer, {
        ...weightsServerPlace(environment),
        programs,
        claimName: weights.kind === 'existing' ? weights.claimName : sharedNames.store,
        files: weights.kind === 'existing' ? filesOnClaim(weights, 'weights-server', all) : undefined,
        clientNamespace: environment.cluster.namespaces.serving,
        scraping: environment.monitoring?.scrape,
        monitoring: environment.cluster.monitoring,
        replicas,
        maxUnavailable,
        wants,
        scheduling,
        additions,
        image,
      });
    }
    // Nothing is removed from a claim of others.
    if (weights.kind === 'existing') return;
    const { namespace, wants, scheduling, additions, image } = supportPlan(support, sharedNames.collector);
    new StoreCollector(this, sharedNames.collector, {
      namespace,
      programs,
      claimName: sharedNames.store,
      mode: environment.cluster.unusedWeights,
      // In the mode `report` it reports what it would remove.
      unnamed: 'drop',
      current: all,
      wants,
      scheduling,
      additions,
      image,
    });
  }
}
