/** Brings one model into the store: a chart of its own, so that a model that cannot be loaded holds up no other. */
import type { App } from 'cdk8s';
import { slug } from '../core/name';
import { ModelLoader } from '../constructs/weights/model-loader';
import { priorityClassName, sharedNames } from '../plan/names';
import type { LoaderPlan, Plan } from '../plan/plan';
import { supportPools } from '../plan/scheduling';
import { copyWants } from '../workload/small-pods';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';
import { storeNamespace } from './storage';

export class LoaderChart extends PlatformChart {
  constructor(app: App, { environment }: Plan, programs: ProgramsChart, loader: LoaderPlan) {
    const { downloads } = environment.cluster;
    super(app, `load-${loader.name}`, 'workloads');
    new ModelLoader(this, slug(`load-${loader.key}`), {
      namespace: storeNamespace(environment),
      programs,
      claimName: sharedNames.store,
      weights: loader.forms.map((form) => ({ key: loader.key, model: loader.model, form })),
      source: { from: 'origin', hub: downloads.hub, registry: downloads.registry },
      hubToken: loader.model.origin.from === 'huggingface' ? downloads.hubToken : undefined,
      addresses: downloads.endpoints,
      dns: environment.cluster.dns,
      deadline: loader.deadline,
      wants: copyWants,
      scheduling: { pools: supportPools(environment), priorityClassName: priorityClassName('standard') },
    });
  }
}
