/**
 * Alerts from end to end: a real Prometheus scrapes real engines, Envoy and policy while conditions are made true, and a
 * table says which alerts fire. All durations are divided by 60. What Kubernetes and a GPU would report is a page of the
 * test.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureTools } from '../../scripts/toolchain/tools';
import { Machine, type Process } from '../engines/support/pod';
import { ask } from '../gateway/support/client';
import { type LlamaServer, llamaServers, ollama } from '../gateway/support/engines';
import { Gateway, model } from '../gateway/support/gateway';
import { newKey } from '../gateway/support/keys';
import { Names } from '../gateway/support/names';
import { until } from '../gateway/support/until';
import { monitoringTools, gatewayTools } from '../components/sets';
import { planned, watched } from '../observability/alerts/fixture';
import { asPrometheusGroup, ruleGroups, seriesIn } from '../../lib/observability';
import { Page } from './support/page';
import { Prometheus } from './support/prometheus';
import { startExporter } from './support/exporter';

const divisor = 60;
/** Ollama on loopback answers only hosts such as this, and statistics of Envoy know no dot in a name. */
const fleetCluster = 'localhost';
const serving = 'llm-serving';
const inGateway = 'llm-gateway';

const { smol: _smol, night: _night, fixed, ...none } = watched.models;
/** What the processes of the test are, as an environment: `chat` has two pods, `fleet` has GPUs. */
const environment = {
  ...watched,
  databases: {},
  caches: {},
  gateway: { ...watched.gateway, host: undefined, tls: 'none', expose: { by: 'cluster' } },
  // The noise of the test generates at any speed: no answer of it is late.
  monitoring: { ...watched.monitoring, alerts: { firstToken: { seconds: 60, objective: 0.95 } } },
  models: { ...none, chat: fixed },
} as const;

const { plan, alerts } = planned(environment);
const groups = ruleGroups(plan, alerts, divisor).map((group) => asPrometheusGroup(group, alerts));

const key = newKey('team');
let machine: Machine;
let names: Names;
let gateway: Gateway;
let servers: readonly LlamaServer[];
let fleet: { readonly port: number; readonly process: Process };
let cluster: Page;
let prometheus: Prometheus;

/** What kube-state-metrics and the DCGM exporter report of the pods. */
const clusterPage = (ready: Readonly<Record<string, boolean>>, copied: Date): string =>
  [
    ...['backup-store', 'backup-check'].map(
      (cronjob) =>
        `kube_cronjob_status_last_successful_time{namespace="model-store",cronjob="${cronjob}"} ${copied.getTime() / 1000}`,
    ),
    ...Object.entries(ready).flatMap(([pod, isReady]) => {
      const labels = `namespace="${pod === 'gateway-0' ? inGateway : serving}",pod="${pod}"`;
      return [
        `kube_pod_info{${labels},node="node-1"} 1`,
        `kube_pod_status_ready{${labels},condition="true"} ${isReady ? 1 : 0}`,
      ];
    }),
    `DCGM_FI_DEV_FB_USED{namespace="${serving}",pod="fleet-0",UUID="GPU-0"} 1000`,
    `DCGM_FI_DEV_FB_FREE{namespace="${serving}",pod="fleet-0",UUID="GPU-0"} 45000`,
    '',
  ].join('\n');
const pods = {
  chat: ['chat-7c9d8f6b5d-x2v4z', 'chat-7c9d8f6b5d-b5c6d'],
  fleet: 'fleet-0',
  gateway: 'gateway-0',
} as const;
const ready = (down: readonly string[] = [], copied = new Date()): void => {
  const all = [...pods.chat, pods.fleet, pods.gateway].map((pod) => [pod, !down.includes(pod)] as const);
  cluster.text = clusterPage(Object.fromEntries(all), copied);
};

const addresses = ['127.0.0.2', '127.0.0.3'] as const;

beforeAll(async () => {
  await ensureTools([...gatewayTools, ...monitoringTools]);
  machine = await Machine.start();
  names = await Names.start();
  [servers, fleet, cluster] = await Promise.all([llamaServers(machine, addresses), ollama(machine), Page.start()]);
  ready();
  names.set('chat.test.', addresses);
  names.set('fleet.test.', ['127.0.0.1']);
  const exporter = await startExporter(machine, fleet.port);
  const common = { affinity: 'least-requests', maxRequests: 100, maxPending: 100 } as const;
  const port = servers[0]?.port ?? 0;
  gateway = await Gateway.start(machine, names, {
    models: {
      models: {
        chat: model('chat'),
        'tiny:test': model(fleetCluster, { engine: 'ollama', apis: ['chat', 'ollama'], keepAlive: 300 }),
      },
      clusters: {
        chat: { ...common, host: 'chat.test.', port, healthPath: '/health' },
        [fleetCluster]: { ...common, host: 'fleet.test.', port: fleet.port, healthPath: '/api/version' },
      },
    },
    clients: { team: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry },
  });
  const inServing = { namespace: serving } as const;
  const ofGateway = { namespace: inGateway, pod: pods.gateway } as const;
  prometheus = await Prometheus.start(machine.leash, {
    // A quarter of a minute, divided as the rules are.
    interval: 0.25,
    groups,
    targets: [
      ...addresses.map((host, i) => ({
        job: 'llama-server',
        host,
        port,
        labels: { ...inServing, pod: pods.chat[i] ?? '', workload: 'chat' },
      })),
      { job: 'ollama', port: exporter.port, labels: { ...inServing, pod: pods.fleet, workload: 'fleet' } },
      // As the rendered monitor labels them.
      ...['/stats/prometheus', '/policy/metrics'].map((path) => ({
        job: 'gateway',
        port: gateway.ports.metrics,
        path,
        labels: { ...ofGateway, metrics_path: path },
      })),
      { job: 'cluster', port: cluster.port, labels: {}, honorLabels: true },
    ],
    renamed: { label: 'envoy_cluster_name', from: fleetCluster, to: 'fleet' },
  });
  await until(
    'engines are healthy',
    async () =>
      (await prometheus.value('sum(envoy_cluster_membership_healthy{envoy_cluster_name=~"chat|fleet"})')) === 3,
    60,
  );
}, 30 * 60_000);
afterAll(async () => {
  cluster?.stop();
  names?.stop();
  await machine?.stop();
});

const chat = (maxTokens: number, name = 'chat') => ({
  path: '/v1/chat/completions',
  key: key.text,
  body: {
    model: name,
    messages: [{ role: 'user', content: 'tell me something' }],
    max_tokens: maxTokens,
    stream: true,
  },
});

/** Waits until exactly these alerts fire, and returns every alert that has fired until then. */
async function fired(expected: readonly string[], seconds = 90): Promise<readonly string[]> {
  const seen = new Set<string>();
  let same = 0;
  for (const deadline = Date.now() + seconds * 1000; same < 4 && Date.now() < deadline; await sleep(250)) {
    const now = await prometheus.firing();
    for (const each of now) seen.add(each);
    same = [...now].sort().join() === [...expected].sort().join() ? same + 1 : 0;
  }
  return [...seen].sort();
}

/** Three seconds without an alert: what still comes of a condition has come by then. */
const calm = async (): Promise<void> => {
  let quiet = 0;
  await until(
    'no alert fires any more',
    async () => {
      quiet = (await prometheus.firing()).length === 0 ? quiet + 1 : 0;
      return quiet > 60;
    },
    60,
  );
};

test('while all is well no alert fires', async () => {
  for (let i = 0; i < 5; i += 1) expect((await ask(gateway.port, chat(5))).status).toBe(200);
  await sleep(5000);
  expect(await prometheus.firing()).toEqual([]);
  expect(await prometheus.value('sum(corral_gateway_first_token_seconds_count{model="chat"})')).toBe(5);
}, 60_000);

test('a backup that ages: first the copy of a night is too old, then the check of a week too', async () => {
  const hoursAgo = (hours: number): Date => new Date(Date.now() - (hours * 3_600_000) / divisor);
  ready([], hoursAgo(40));
  expect(await fired(['ticket BackupTooOld'])).toEqual(['ticket BackupTooOld']);
  ready([], hoursAgo(10 * 24));
  const both = ['ticket BackupNotChecked', 'ticket BackupTooOld'];
  expect(await fired(both)).toEqual(both);
  ready();
  await calm();
}, 240_000);

test('a key that ends soon', async () => {
  const soon = newKey('team', { expires: new Date(Date.now() + 3_600_000).toISOString() });
  gateway.put('keys', soon.id, JSON.stringify(soon.entry));
  expect(await fired(['ticket KeyExpires'])).toEqual(['ticket KeyExpires']);
  gateway.remove('keys', soon.id);
  await calm();
}, 240_000);

test('a file of the gateway that is broken', async () => {
  gateway.put('clients', 'clients.json', '{ "team": ');
  expect(await fired(['ticket GatewayConfigurationRefused'])).toEqual(['ticket GatewayConfigurationRefused']);
  gateway.change({ clients: { team: { models: 'all' } } });
  await calm();
}, 240_000);

test('a model on the CPU that belongs on GPUs', async () => {
  expect((await ask(gateway.port, chat(2, 'tiny:test'))).status).toBe(200);
  expect(await fired(['ticket OllamaOnCpu'])).toEqual(['ticket OllamaOnCpu']);
  await ask(fleet.port, { path: '/api/generate', body: { model: 'tiny:test', keep_alive: 0 } });
  await calm();
}, 240_000);

test('requests that wait: a queue, and late answers', async () => {
  const stop = new AbortController();
  const client = async (): Promise<void> => {
    while (!stop.signal.aborted) await ask(gateway.port, chat(80)).catch(() => undefined);
  };
  const clients = Array.from({ length: 16 }, client);
  const all = ['ticket QueueLong', 'ticket RequestsWait'];
  const seen = await fired(all);
  stop.abort();
  await Promise.all(clients);
  expect(seen).toEqual(all);
  await calm();
}, 240_000);

test('a fleet that does not answer', async () => {
  ready([pods.fleet]);
  await fleet.process.kill();
  const all = ['page ModelUnavailable', 'ticket OllamaDown'];
  expect(await fired(all)).toEqual(all);
}, 240_000);

test('a policy that does not answer', async () => {
  // The fleet is still away.
  const before = ['page ModelUnavailable', 'ticket OllamaDown'];
  await gateway.policy?.kill();
  const all = [...before, 'ticket MetricsMissing', 'ticket TargetDown'].sort();
  expect(await fired(all)).toEqual(all);
  await gateway.startPolicy();
}, 240_000);

test('a model without a pod: first unnoticed, then with errors of clients', async () => {
  const before = ['page ModelUnavailable', 'ticket OllamaDown'];
  await fired(before);
  ready([...pods.chat, pods.fleet]);
  await Promise.all(servers.flatMap(({ process }) => process?.kill() ?? []));
  await until(
    'the gateway finds no pod of chat',
    async () =>
      (await prometheus.value('ALERTS{alertname="ModelUnavailable",alertstate="firing",workload="chat"}')) === 1,
  );
  expect(await prometheus.firing()).toEqual(before);
  for (let i = 0; i < 40; i += 1) {
    expect((await ask(gateway.port, chat(5))).status).toBe(503);
    await sleep(50);
  }
  const all = ['page ModelErrors', 'page ModelUnavailable', 'ticket ModelErrors', 'ticket OllamaDown'];
  expect(await fired(all)).toEqual(all);
}, 240_000);

test('Prometheus reads the names of series as the registry does', async () => {
  for (const { expr } of groups.flatMap(({ rules }) => rules))
    expect([expr, await prometheus.seriesIn(expr)]).toEqual([expr, [...seriesIn(expr)].sort()]);
}, 60_000);
