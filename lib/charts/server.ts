/** One workload of the plan that serves models, whatever its engine. */
import type { App } from 'cdk8s';
import {
  type EngineAccess,
  EngineWorkload,
  type EngineWorkloadProps,
  WeightsServer,
  type WeightsVolume,
} from '../constructs';
import { weightsPlace } from '../constructs/internal';
import { images, mirroredImage, mirroredReference } from '../catalog';
import { type Bytes, familyFacts } from '../core';
import { engineOf, type Environment, scraperEntry } from '../environment';
import { demandOf } from '../observability';
import { type Plan, type ServerPlan, sharedNames } from '../plan';
import { roomFor } from '../sizing';
import type { LocalTier } from '../workload';
import { staticStorageClass } from './cluster-names';
import { gatewayPods } from './gateway';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';
import { weightsServerPlace } from './storage';

/** The claim that is read in place: the store's own, or one of others with the proofs beside it. */
function inPlace({ cluster: { weights } }: Environment): WeightsVolume {
  if (weights.kind !== 'existing') return { kind: 'direct', claimName: sharedNames.store };
  const { kind, claimName, layout, folder } = weights;
  return { kind, claimName, layout, folder, proofs: sharedNames.store };
}

/** Where the weights of a workload are, from its local tier. */
function weightsVolume(environment: Environment, local: LocalTier, size: Bytes): WeightsVolume {
  const from = () => WeightsServer.addressOf(sharedNames.weightsServer, weightsServerPlace(environment));
  switch (local.kind) {
    case 'ephemeral':
      return { kind: 'ephemeral', size, from: from() };
    case 'csi':
      return {
        kind: 'claim',
        size,
        storageClass: environment.cluster.storageTiers[local.tier]?.storageClass ?? local.tier,
        from: from(),
      };
    case 'static':
      return { kind: 'claim', size, storageClass: staticStorageClass(environment), from: from() };
    case 'direct':
      return inPlace(environment);
    case 'image':
      return { ...local, reference: mirroredReference(local.reference, environment.imageMirrors) };
  }
}

/** Bytes of the volume of one pod: a volume that is kept has room for the old and the new files. */
function volumeSize({ replacement, volumeSize: kept, localWeights, workload: { local } }: ServerPlan): Bytes {
  if (replacement.by === 'stateful-set')
    return local.kind === 'ephemeral' ? localWeights.value : (kept ?? localWeights).value;
  return local.kind === 'csi' ? roomFor(localWeights.value) : localWeights.value;
}

/** Who may connect to an engine. */
const accessOf = (environment: Environment): EngineAccess => ({
  gateway: environment.gateway && gatewayPods(environment),
  requestsFrom: environment.cluster.requestsFrom,
  monitoring: environment.cluster.monitoring,
});

/** How KEDA scales a workload: what it asks Prometheus of the gateway and of the engines. */
function demandFor(
  { cluster: { namespaces }, monitoring }: Environment,
  { workload: { name }, demand }: ServerPlan,
): EngineWorkloadProps['demand'] {
  if (demand === undefined || monitoring?.prometheus === undefined) return undefined;
  const { asked, requests, waiting, working } = demandOf({
    gateway: namespaces.gateway,
    serving: namespaces.serving,
    workload: name,
  });
  const queries = {
    asked: asked.promql,
    requests: requests.promql,
    waiting: waiting.promql,
    working: working.promql,
  };
  return { ...demand, prometheus: monitoring.prometheus.url, queries };
}

/** How the metrics of a workload are scraped, where the environment asks for it. */
function scrapingOf(environment: Environment, { workload }: ServerPlan) {
  const scrape = environment.monitoring?.scrape;
  if (scrape === undefined) return {};
  const engine = engineOf(environment, workload);
  const [model, ...others] = engine.publicModels(workload);
  const { apiKey } = environment.cluster;
  // Behind a gateway the Secret has the first key alone, too.
  const sent = apiKey && environment.gateway ? { ...apiKey, key: scraperEntry } : apiKey;
  return {
    scraping: scrape,
    metricsKey: engine.checksKeys && scrape.by === 'prometheus-operator' ? (scrape.key ?? sent) : undefined,
    // The exporter of an engine with several models states the model of each series.
    seriesLabels: {
      model: engine.exporter === undefined && others.length === 0 ? model?.name : undefined,
      track: workload.track?.name,
    },
  };
}

export class ServerChart extends PlatformChart {
  constructor(app: App, { environment }: Plan, programs: ProgramsChart, server: ServerPlan) {
    super(app, server.chart, 'workloads', server.workload.objects);
    const { workload, compute, budgets, loadTimeout } = server;
    const engine = engineOf(environment, workload);
    const weights = weightsVolume(environment, workload.local, volumeSize(server));
    const run = {
      name: workload.name,
      compute,
      budgets,
      loadTimeout,
      place: weightsPlace(weights),
      apiKey: environment.cluster.apiKey,
      neverOpen: environment.gateway !== undefined,
      host: familyFacts(environment.cluster.families).every,
    };
    new EngineWorkload(
      this,
      workload.name,
      {
        ...server,
        ...scrapingOf(environment, server),
        engine,
        weights,
        programs,
        namespace: environment.cluster.namespaces.serving,
        demand: demandFor(environment, server),
        access: accessOf(environment),
        readyPods: environment.gateway === undefined ? undefined : true,
        additions: workload.pods,
        stagerImage: mirroredImage(images.curl, environment.imageMirrors),
        exporterImage: engine.exporter && mirroredImage(engine.exporter.image, environment.imageMirrors),
      },
      { ...engine.podOf(workload, run), image: server.image },
    );
  }
}
