/** What the gateway knows of the models: their public names, what they take, and the Services behind them. */
import { addDurations, ceilSeconds, type Duration, mib } from '../../core';
import { engineOf, type Environment } from '../../environment';
import {
  type GatewayCluster,
  type GatewayModel,
  type GatewayModelsFile,
  type GatewayWeightsFile,
  readyPods,
  serviceName,
} from '../../gateway';
import type { ServerWorkload } from '../../workload';
import type { ServerPlan } from '../plan';

/** Longest body: a megabyte is about 200 000 tokens, and images are larger. */
export const bodySizes = { text: mib(4), images: mib(16) } as const;

/** Requests that may be under way or wait, for each that is answered: more would wait for longer than clients do. */
const waitingPerSlot = 4;
const leastRequests = 32;

/** Name of the only track of a model. */
const onlyTrack = 'main';

/** The pods of a workload that have the same models: all of them, or one ordinal. */
const clusterName = (name: string, ordinal: number | undefined): string =>
  ordinal === undefined ? name : `${name}-${ordinal}`;

function clusterOf(
  environment: Environment,
  { workload, replicas }: ServerPlan,
  ordinal: number | undefined,
): GatewayCluster {
  const { contract } = engineOf(environment, workload);
  const { dns, namespaces } = environment.cluster;
  const slots = workload.settings.parallel * (ordinal === undefined ? replicas.max : 1);
  const most = Math.max(leastRequests, waitingPerSlot * slots);
  return {
    host: serviceName(readyPods(clusterName(workload.name, ordinal)), namespaces.serving, dns),
    port: contract.port,
    healthPath: contract.health.path,
    affinity: workload.affinity ?? 'least-requests',
    maxRequests: most,
    maxPending: most,
  };
}

const loadTime = ({ budgets: { staging, startup } }: ServerPlan): Duration =>
  ceilSeconds(addDurations(staging.value, startup.value));

/** A model as one workload serves it. */
interface Entry {
  readonly name: string;
  readonly model: GatewayModel;
  readonly clusters: Readonly<Record<string, GatewayCluster>>;
  readonly weights: Readonly<Record<string, number>>;
}

/** Name of a track: as the overlay calls it, or the ordinal of a fleet whose pods have different models. */
const trackName = ({ track }: ServerWorkload, ordinal: number | undefined): string =>
  track?.name ?? (ordinal === undefined ? onlyTrack : `${ordinal}`);

/** The models of one workload, each with the clusters that have it. */
function entriesOf(environment: Environment, server: ServerPlan): readonly Entry[] {
  const { workload } = server;
  const { settings } = workload;
  return engineOf(environment, workload)
    .publicModels(workload)
    .map(({ name, aliases, apis, images, keepAlive, facts, ordinals = [undefined] }) => {
      const tracks = ordinals.map((ordinal) => ({
        track: trackName(workload, ordinal),
        cluster: clusterName(workload.name, ordinal),
        facts: clusterOf(environment, server, ordinal),
      }));
      return {
        name,
        clusters: Object.fromEntries(tracks.map(({ cluster, facts }) => [cluster, facts])),
        weights: Object.fromEntries(tracks.map(({ track }) => [track, workload.track?.weight ?? 1])),
        model: {
          aliases,
          engine: workload.engine as GatewayModel['engine'],
          apis,
          contextLength: settings.contextLength,
          maxOutputLength: settings.maxOutputLength,
          images,
          maxBody: images ? bodySizes.images : bodySizes.text,
          loadSeconds: loadTime(server),
          ...(keepAlive === undefined ? {} : { keepAlive: ceilSeconds(keepAlive) }),
          ...(facts === undefined ? {} : { facts }),
          tracks: Object.fromEntries(tracks.map(({ track, cluster }) => [track, { cluster }])),
        },
      };
    });
}

/** Two tracks of one model: a request must fit each of them, since either may get it. */
const joined = (a: Entry, b: Entry): Entry => ({
  name: a.name,
  clusters: { ...a.clusters, ...b.clusters },
  weights: { ...a.weights, ...b.weights },
  model: {
    ...a.model,
    apis: a.model.apis.filter((api) => b.model.apis.includes(api)),
    contextLength: Math.min(a.model.contextLength, b.model.contextLength),
    maxOutputLength: Math.min(a.model.maxOutputLength, b.model.maxOutputLength),
    images: a.model.images && b.model.images,
    maxBody: Math.min(a.model.maxBody, b.model.maxBody),
    loadSeconds: Math.max(a.model.loadSeconds, b.model.loadSeconds),
    tracks: { ...a.model.tracks, ...b.model.tracks },
  },
});

/** `models.json` and `weights.json`, by names in their order. */
export function gatewayModels(
  environment: Environment,
  servers: readonly ServerPlan[],
): { readonly models: GatewayModelsFile; readonly weights: GatewayWeightsFile } {
  const byName = new Map<string, Entry>();
  for (const entry of servers.flatMap((server) => entriesOf(environment, server))) {
    const before = byName.get(entry.name);
    byName.set(entry.name, before === undefined ? entry : joined(before, entry));
  }
  const entries = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    models: {
      models: Object.fromEntries(entries.map(({ name, model }) => [name, model])),
      clusters: Object.fromEntries(entries.flatMap(({ clusters }) => Object.entries(clusters))),
    },
    weights: Object.fromEntries(entries.map(({ name, weights }) => [name, weights])),
  };
}
