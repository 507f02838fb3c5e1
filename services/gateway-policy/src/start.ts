/** Puts the parts together, listens, and ends once Envoy has ended. */
import { connect } from 'node:net';
import type { GatewaySettings } from 'corral';
import { ClustersFile } from './clusters/clusters-file';
import { KnownClusters } from './clusters/known-clusters';
import { type Counting, startCounting } from './counting';
import { engineKeyReader } from './keys/engine-key';
import { Failures } from './keys/failures';
import { jsonLog } from './metrics/log';
import { policyMetrics, watchExpiry } from './metrics/policy-metrics';
import { countsPath } from './peers/http';
import { WatchedConfiguration } from './reload/watched-configuration';
import { BodyBudget } from './request/budget';
import { modelNames } from './request/names';
import { RoutedClusters } from './request/routed-clusters';
import { type StartWorker, Workers } from './request/workers';
import type { Context, State } from './server/context';
import { checksServer, listen, probesServer } from './server/serve';
import { envoyAdmin } from './usage/envoy-admin';

const loopback = '127.0.0.1';
const allAddresses = '0.0.0.0';
const lookEveryMs = 500;

/** Whether something listens on a port of loopback. */
const isListening = (port: number): Promise<boolean> =>
  new Promise((found) => {
    const socket = connect(port, loopback);
    const end = (is: boolean) => () => {
      socket.destroy();
      found(is);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });

const pause = (milliseconds: number): Promise<void> => new Promise((passed) => setTimeout(passed, milliseconds));

/** Envoy asks until it has ended. Two misses: it may be about to listen. */
async function untilEnvoyHasEnded(adminPort: number): Promise<void> {
  for (let misses = 0; misses < 2;) {
    misses = (await isListening(adminPort)) ? 0 : misses + 1;
    await pause(lookEveryMs);
  }
}

type Phase = 'starting' | 'serving' | 'ending';

export async function start(settings: GatewaySettings, startWorker: StartWorker): Promise<void> {
  const { ports, files } = settings;
  const log = jsonLog();
  const metrics = policyMetrics();
  const configuration = new WatchedConfiguration(files, log, metrics);
  const engineKey = engineKeyReader(settings.engineKeyFile);
  let phase: Phase = 'starting';
  /** What there is once the files have been read. */
  const later: { counting?: Counting; state?: State; engines?: KnownClusters } = {};
  const isStarted = (): boolean =>
    phase !== 'starting' && later.state !== undefined && engineKey(Date.now()) !== 'unreadable';
  const isReady = (): boolean =>
    phase === 'serving' && isStarted() && later.counting?.isReady() === true && later.engines?.known === true;
  const probes = probesServer(
    { isStarted, isReady },
    {
      [countsPath]: (request, response) =>
        later.counting === undefined ? response.writeHead(503).end() : later.counting.takeMessage(request, response),
    },
  );
  await listen(probes, ports.policy, allAddresses);
  await configuration.start();
  const judges = new Workers(startWorker, configuration.models);
  const routed = new RoutedClusters();
  // Files and threads change together: a model is in both or in none.
  const update = (): void => {
    if (!configuration.complete) return;
    judges.update(configuration.models);
    routed.update(configuration.clusters.keys(), Date.now());
    later.state = { configuration, names: modelNames(configuration.models) };
  };
  update();
  configuration.onChange(update);
  await new ClustersFile(files.clusters, configuration, log).start();
  const counting = await startCounting({ settings, configuration, metrics, log });
  later.counting = counting;
  const admin = envoyAdmin(ports.admin);
  later.engines = new KnownClusters(
    configuration,
    () => admin.clusters(),
    log,
    () => Date.now(),
  );
  void later.engines.start();
  const context: Context = {
    state: () => later.state,
    judges,
    admissions: counting.admissions,
    failures: new Failures(),
    bodies: new BodyBudget(),
    isRouted: (cluster) => routed.has(cluster, context.now()),
    trustedHops: settings.trustedHops,
    ollamaVersion: settings.ollamaVersion,
    engineKey: () => engineKey(context.now()),
    now: () => Date.now(),
    log,
    refused: (reason) => metrics.refused.add({ reason }),
  };
  watchExpiry(metrics, configuration, context.now);
  const checks = checksServer(context, {
    '/metrics': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics.registry.text());
    },
  });
  await listen(checks, ports.checks, loopback);
  phase = 'serving';
  log('info', 'started');
  process.once('SIGTERM', () => {
    phase = 'ending';
    log('info', 'ending: waiting for Envoy to end');
    void untilEnvoyHasEnded(ports.admin).then(async () => {
      await counting.stop();
      log('info', 'ended');
      process.exit(0);
    });
  });
}
