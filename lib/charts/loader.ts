/**
 * Brings one model into the store, or verifies it on a claim of others: a chart of its own, so that a model that is
 * wrong holds up no other.
 */
import type { App } from 'cdk8s';
import { isMounted } from '../catalog';
import { ClaimVerifier, ModelLoader } from '../constructs';
import { isReadInPlace } from '../environment';
import { addressesOf, podsOf } from '../kubernetes/draw';
import { loaderName, type LoaderPlan, loadersName, type Plan, sharedNames, supportPlan } from '../plan';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';

export class LoaderChart extends PlatformChart {
  constructor(app: App, { environment, support }: Plan, programs: ProgramsChart, loader: LoaderPlan) {
    super(app, loader.chart, 'workloads', environment.objects);
    const { downloads, dns, weights } = environment.cluster;
    const { key, model, work, deadline } = loader;
    const { origin } = model;
    const { namespace, wants, scheduling, additions, image } = supportPlan(support, loadersName);
    const common = {
      namespace,
      programs,
      weights: loader.weights,
      deadline,
      wants,
      scheduling,
      additions,
      image,
    };
    if (weights.kind === 'existing') {
      new ClaimVerifier(this, loaderName(key, work), {
        ...common,
        claimName: weights.claimName,
        place: weights,
        proofs: isReadInPlace(weights) ? sharedNames.store : undefined,
      });
      return;
    }
    new ModelLoader(this, loaderName(key, work), {
      ...common,
      claimName: sharedNames.store,
      source: isMounted(origin) ? origin : { from: 'origin', hub: downloads.hub, registry: downloads.registry },
      hubToken: loader.token,
      adapterToken: loader.adapterToken,
      proxy: downloads.proxy,
      caBundle: downloads.caBundle,
      addresses: addressesOf(loader.route, environment.cluster.families),
      pods: podsOf(loader.route),
      dns,
    });
  }
}
