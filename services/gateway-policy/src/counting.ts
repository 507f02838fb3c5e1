/** Puts together what counts: limits that all pods of the gateway share, their peers, and the access log of Envoy. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { GatewaySettings } from 'corral';
import type { Admissions } from './limits/admissions';
import { systemClock } from './limits/clock';
import { Ledger } from './limits/ledger';
import { countsOf, loadCounts, restoreCounts, saveCounts } from './limits/saved-counts';
import { SharedAdmissions } from './limits/shared-admissions';
import { limitsOf } from './limits/shares';
import { reasonOf, type Log } from './metrics/log';
import type { PolicyMetrics } from './metrics/policy-metrics';
import { Discovery, resolvePods } from './peers/discovery';
import { Exchange } from './peers/exchange';
import { httpPeers, takeMessage } from './peers/http';
import type { Configuration } from './reload/configuration';
import { AccessLog } from './usage/access-log';
import { envoyAdmin, type EnvoyAdmin } from './usage/envoy-admin';
import { freeLost, takeLine } from './usage/usage';

const linesEveryMs = 100;
const saveEveryMs = 1000;
const freeEveryMs = 10_000;
/** A pod becomes ready without the counts of its peers after this time. */
const joinMs = 10_000;

export interface Counting {
  readonly admissions: Admissions;
  /** Whether this pod has the counts of its peers. */
  isReady(): boolean;
  /** `POST /counts` on the port of the policy. */
  takeMessage(request: IncomingMessage, response: ServerResponse): void;
  /** Ends when no request is in flight any more. */
  stop(): Promise<void>;
}

export interface CountingParts {
  readonly settings: Pick<GatewaySettings, 'peers'> & {
    readonly ports: Pick<GatewaySettings['ports'], 'policy' | 'admin'>;
    readonly files: Pick<GatewaySettings['files'], 'access'>;
  };
  readonly configuration: Pick<Configuration, 'clients'>;
  readonly metrics: PolicyMetrics;
  readonly log: Log;
  /** @default the addresses of the name `settings.peers` */
  readonly resolve?: () => Promise<readonly string[]>;
  /** @default Envoy's administration on loopback */
  readonly envoy?: Pick<EnvoyAdmin, 'state' | 'reopenLogs'>;
}

/** Calls again after each end, until it is stopped. */
const repeat = (milliseconds: number, action: () => Promise<void>): (() => Promise<void>) => {
  let stopped = false;
  let running = Promise.resolve();
  const next = () => {
    if (stopped) return;
    running = action();
    void running.then(() => {
      timer = setTimeout(next, milliseconds);
    });
  };
  let timer = setTimeout(next, milliseconds);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
    clearTimeout(timer);
  };
};

/** Starts after the configuration has been read, and before the server takes requests. */
export const startCounting = async ({
  settings,
  configuration,
  metrics,
  log,
  ...given
}: CountingParts): Promise<Counting> => {
  const started = Date.now();
  const path = join(settings.files.access, 'counts.json');
  const saved = await loadCounts(path);
  const replaces = saved?.replaces ?? [];
  const envoy = given.envoy ?? envoyAdmin(settings.ports.admin);
  const ledger = new Ledger(randomBytes(6).toString('hex'), systemClock);
  const peers = httpPeers();
  const exchange = new Exchange(ledger, systemClock, peers.send, { port: settings.ports.policy, replaces });
  const admissions = new SharedAdmissions(
    ledger,
    exchange,
    (client) => limitsOf(configuration.clients.get(client)),
    systemClock,
  );
  if (saved !== undefined) restoreCounts(saved, ledger, (client, requests) => admissions.adopt(client, requests));
  const access = new AccessLog(
    settings.files.access,
    (line) => takeLine(line, admissions, metrics),
    () => envoy.reopenLogs(),
    saved?.position,
  );
  const discovery = new Discovery(
    given.resolve ?? resolvePods(settings.peers, settings.ports.policy),
    (addresses) => exchange.list(addresses),
    () => exchange.undecided,
    log,
  );
  exchange.onSilence(() => discovery.hurry());

  let ready = false;
  let failing = false;
  const guarded = (what: string, action: () => Promise<void>) => async () => {
    try {
      await action();
      failing = false;
    } catch (error) {
      if (!failing) log('error', `${what}: ${reasonOf(error)}`);
      failing = true;
    }
  };
  let savedState = '';
  const save = async () => {
    const { inode, offset } = access.position;
    const state = `${ledger.sequence} ${inode} ${offset}`;
    if (state === savedState) return;
    await saveCounts(path, countsOf(ledger, access.position, replaces));
    savedState = state;
  };
  const stops = [
    repeat(
      linesEveryMs,
      guarded('access log', () => access.look()),
    ),
    repeat(saveEveryMs, guarded('counts', save)),
    repeat(freeEveryMs, () => freeLost(admissions, envoy, metrics, log, started)),
  ];
  exchange.start();
  void discovery.start();

  metrics.registry.onCollect(() => {
    metrics.inFlight.clear();
    for (const [client, requests] of admissions.inFlight()) metrics.inFlight.set({ client }, requests);
    const { live, all } = exchange.pods();
    metrics.peers.set({ state: 'live' }, live - 1);
    metrics.peers.set({ state: 'silent' }, all - live);
    metrics.used.clear();
    metrics.limit.clear();
    for (const [client, values] of configuration.clients) {
      const limits = limitsOf(values);
      const used = ledger.used(client);
      for (const limit of ['requests', 'concurrent', 'tokens'] as const) {
        if (limits[limit] === Infinity) continue;
        metrics.used.set({ client, limit }, used[limit]);
        metrics.limit.set({ client, limit }, limits[limit]);
      }
    }
  });

  return {
    admissions,
    isReady: () => (ready ||= (discovery.resolved && exchange.settled) || Date.now() > started + joinMs),
    takeMessage: (request, response) => void takeMessage(exchange, request, response),
    async stop() {
      discovery.stop();
      for (const stop of stops) await stop();
      await access.look();
      exchange.leave();
      await save();
      await access.close();
      // The last reports are on their way.
      await new Promise((resolve) => setTimeout(resolve, 50));
      peers.close();
    },
  };
};
