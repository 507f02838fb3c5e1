/** Brings one model into the store: a chart of its own, so that a model that cannot be loaded holds up no other. */
import type { App } from 'cdk8s';
import { slug } from '../core';
import { ModelLoader } from '../constructs';
import { type LoaderPlan, loadersName, type Plan, sharedNames, supportPlan } from '../plan';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';

export class LoaderChart extends PlatformChart {
  constructor(app: App, { environment, support }: Plan, programs: ProgramsChart, loader: LoaderPlan) {
    const { downloads } = environment.cluster;
    super(app, `load-${loader.name}`, 'workloads', environment.objects);
    const { namespace, wants, scheduling, additions, image } = supportPlan(support, loadersName);
    new ModelLoader(this, slug(`load-${loader.key}`), {
      namespace,
      programs,
      claimName: sharedNames.store,
      weights: loader.weights,
      source: { from: 'origin', hub: downloads.hub, registry: downloads.registry },
      hubToken: loader.model.origin.from === 'huggingface' ? downloads.hubToken : undefined,
      addresses: downloads.endpoints,
      dns: environment.cluster.dns,
      deadline: loader.deadline,
      wants,
      scheduling,
      additions,
      image,
    });
  }
}
