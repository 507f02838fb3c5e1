/**
 * Dashboards on a real Prometheus: it reads every query, and none of a platform with everything is empty. A real gateway
 * and a real llama-server answer requests meanwhile; GPUs, nodes and objects come from recorded expositions.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environments } from '../../overlays';
import { type EnvironmentInput, parseEnvironment, plan, type Plan } from '../../lib';
import { costRecords, dashboards } from '../../lib/observability';
import type { Panel } from '../../lib/observability/dashboards/grafana';
import { waitUntil } from '../cluster/client/wait';
import { Machine } from '../engines/support/pod';
import { ask } from '../gateway/support/client';
import { llamaServers } from '../gateway/support/engines';
import { Gateway, model } from '../gateway/support/gateway';
import { newKey } from '../gateway/support/keys';
import { Names } from '../gateway/support/names';
import { previewPage } from './support/preview';
import { type Line, Prometheus, type ScrapeTarget } from './support/prometheus';
import {
  dcgm,
  type Exposition,
  fleet,
  kubelet,
  kubeStateMetrics,
  serveExposition,
  weightsServer,
} from './support/recorded';

/** As it is, with monitoring and a gateway where it has none. */
function planned(name: string): Plan {
  const input = environments.find((each) => each.name === name) as EnvironmentInput;
  const { environment, faults } = parseEnvironment({
    ...input,
    cluster: {
      ...input.cluster,
      monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
      // Scrapers that these environments declare send no key.
      ...(input.gateway === undefined ? { apiKey: { none: 'a test' } } : {}),
    },
    monitoring: {
      ...input.monitoring,
      scrape: { by: 'prometheus-operator', labels: { release: 'stack' } },
      dashboards: {},
    },
    gateway: input.gateway ?? {
      tls: { none: 'a test' },
      expose: { by: 'cluster' },
      clients: { team: { models: 'all' } },
    },
  });
  if (environment === undefined) throw new Error(JSON.stringify(faults));
  return plan(environment);
}

/** Shown values of variables, and a window that a test need not wait for. */
const asked = (query: string): string =>
  query.replaceAll('$__rate_interval', '10s').replaceAll(/\$(workload|client|model)\b/g, '.*');

interface Query {
  readonly title: string;
  readonly expr: string;
}

const queriesOf = (of: Plan): readonly Query[] =>
  [...dashboards(of)].flatMap(([name, { panels }]) =>
    panels
      .filter((panel): panel is Panel => 'targets' in panel)
      .flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title: `${name}: ${title}`, expr: asked(expr) }))),
  );

/** Panels that show something only where it exists: a draft model, peers, a certificate, keys with an end. */
const rare = [
  'models: Draft tokens accepted',
  'gateway: Days until a certificate expires',
  'gateway: Keys that expire',
];

const full = planned('production');
const { serving, gateway: door } = full.environment.cluster.namespaces;
const store = 'model-store';
const key = newKey('team');

let machine: Machine;
let names: Names;
let prometheus: Prometheus;
const stops: (() => void)[] = [];
/** Requests, one after the other, until the last test has ended: rates are of the last seconds. */
const load = { going: true, work: Promise.resolve() };

async function recorded(
  job: string,
  exposition: Exposition,
  labels: ScrapeTarget['labels'] = {},
): Promise<ScrapeTarget> {
  const { port, stop } = await serveExposition(exposition);
  stops.push(stop);
  return { job, port, labels, honorLabels: true };
}

beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  const [engine] = await llamaServers(machine, ['127.0.0.1']);
  if (engine === undefined) throw new Error('there is no engine');
  names.set('engine.test.', ['127.0.0.1']);
  const gateway = await Gateway.start(machine, names, {
    models: {
      models: { tiny: model('tiny'), asleep: model('asleep') },
      clusters: {
        tiny: {
          host: 'engine.test.',
          port: engine.port,
          healthPath: '/health',
          affinity: 'least-requests',
          maxRequests: 10,
          maxPending: 10,
        },
        asleep: {
          host: 'asleep.test.',
          port: engine.port,
          healthPath: '/health',
          affinity: 'least-requests',
          maxRequests: 10,
          maxPending: 10,
        },
      },
    },
    clients: { team: { models: 'all', requestsPerMinute: 1000, concurrent: 10 } },
    weights: {},
    keys: { [key.id]: key.entry },
  });
  const workloads = full.servers.map(({ workload }) => workload.name);
  const [first = ''] = workloads;
  const alerts: Exposition = {
    ALERTS: [[{ alertname: 'A', alertstate: 'firing', severity: 'page', namespace: serving }, 1]],
  };
  prometheus = await Prometheus.start(machine.leash, {
    targets: [
      {
        job: 'llama-server',
        port: engine.port,
        labels: { namespace: serving, pod: 'tiny-1', workload: 'tiny', model: 'tiny' },
      },
      {
        job: 'gateway',
        port: gateway.ports.metrics,
        path: '/stats/prometheus',
        labels: { namespace: door, pod: 'gateway-1', workload: 'gateway' },
      },
      {
        job: 'gateway',
        port: gateway.ports.metrics,
        path: '/policy/metrics',
        labels: { namespace: door, pod: 'gateway-1', workload: 'gateway' },
      },
      await recorded('kube-state-metrics', kubeStateMetrics(serving, store, workloads)),
      await recorded('kubelet', kubelet(serving, store, door, first)),
      await recorded('dcgm', dcgm(serving)),
      await recorded('ollama', fleet, { namespace: serving, pod: 'ollama-0', workload: 'ollama' }),
      await recorded('weights-server', weightsServer, {
        namespace: store,
        pod: 'weights-server-1',
        workload: 'weights-server',
      }),
      await recorded('alerts', alerts),
    ],
    groups: [{ name: 'cost', rules: costRecords(full) }],
  });
  const body = {
    model: 'tiny',
    messages: [{ role: 'user', content: 'the same beginning of a prompt' }],
    max_tokens: 8,
    stream: true,
  };
  // One that answers, one without a pod, and one that there is not.
  load.work = (async () => {
    while (load.going)
      for (const wanted of ['tiny', 'asleep', 'none'])
        await ask(gateway.port, {
          path: '/v1/chat/completions',
          method: 'POST',
          key: key.text,
          body: { ...body, model: wanted },
        });
  })();
  load.work.catch(() => undefined);
});
afterAll(async () => {
  load.going = false;
  await load.work;
  for (const stop of stops) stop();
  names?.stop();
  await machine?.stop();
});

describe.each(environments.map(({ name }) => name))('the dashboards of %s', (name) => {
  test('have queries that Prometheus reads', async () => {
    const faults = await Promise.all(
      queriesOf(planned(name)).map(async ({ title, expr }) => ({ title, fault: await prometheus.fault(expr) })),
    );
    expect(faults.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(faults.length).toBeGreaterThan(20);
  });
});

test('no panel of a platform with everything is empty', async () => {
  await waitUntil(
    'no panel is empty',
    async () => {
      const empty: string[] = [];
      for (const { title, expr } of queriesOf(full))
        if (!rare.includes(title) && (await prometheus.query(expr)).length === 0) empty.push(`${title}: ${expr}`);
      return empty;
    },
    (empty) => empty.length === 0,
    { seconds: 180 },
  );
});

/** Pages of all dashboards with what was seen, where a person asks for them: `PICTURES=FOLDER`. */
const folder = process.env.PICTURES;
(folder === undefined ? test.skip : test)('pages of the dashboards are written', async () => {
  for (const [name, dashboard] of dashboards(full)) {
    const series = new Map<number, readonly Line[]>();
    for (const panel of dashboard.panels.filter((each): each is Panel => 'targets' in each)) {
      const lines = await Promise.all(panel.targets.map(({ expr }) => prometheus.over(asked(expr), 14)));
      series.set(panel.id, lines.flat());
    }
    writeFileSync(join(folder ?? '', `${name}.html`), previewPage(dashboard, series));
  }
});

test('a query that names no series of this platform is refused or empty', async () => {
  expect(await prometheus.fault('sum by (pod (up)')).toMatch(/unexpected/);
  expect(await prometheus.query('llamacpp_requests_processing')).toEqual([]);
});
