/** What an environment renders so that its metrics are scraped; every rule holds, and the plan counts each container. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib/environment/environment';
import type { ScrapeInput } from '../../lib/environment/monitoring';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { synthesise } from '../../lib/synthesise';
import { fieldOf, titles } from '../constructs/support/drawn';
import { workloadPod } from '../../lib/kubernetes/read';
import { watched } from '../observability/alerts/fixture';
import { charts, rack } from './support';

const labels = { release: 'kube-prometheus-stack' };
const monitoring = { scrape: { by: 'prometheus-operator', labels } } as const;
const scraper = { namespace: 'monitoring', podLabels: { app: 'prometheus' } };
const tracks = { blue: { weight: 9 }, green: { weight: 1 } };

const seen: EnvironmentInput = {
  ...rack,
  prerequisites: [
    { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'csi-driver-nfs' },
    { kind: 'RuntimeClass', name: 'nvidia', providedBy: 'the GPU operator' },
  ],
  cluster: { ...rack.cluster, monitoring: scraper },
  gateway: { tls: 'none', expose: { by: 'cluster' }, clients: { all: { models: 'all' } } },
  monitoring,
};

const drawn = (input: EnvironmentInput): readonly Manifest[] =>
  synthesise(input).charts.flatMap(({ manifests }) => manifests);
const monitors = (manifests: readonly Manifest[]): readonly string[] =>
  titles(manifests).filter((each) => each.startsWith('PodMonitor '));
const endpoints = (manifests: readonly Manifest[], monitor: string): unknown =>
  fieldOf(manifests, `PodMonitor ${monitor}: spec.podMetricsEndpoints`);

describe('by the Prometheus operator', () => {
  const all = drawn(seen);

  test('each workload with metrics has a PodMonitor, with the label that Prometheus selects', () => {
    expect(monitors(all)).toEqual([
      'PodMonitor model-store/weights-server',
      'PodMonitor llm-serving/smol',
      'PodMonitor llm-serving/fleet',
      'PodMonitor llm-gateway/gateway',
    ]);
    for (const monitor of monitors(all)) expect(fieldOf(all, `${monitor}: metadata.labels`)).toMatchObject(labels);
  });

  test('Prometheus reaches each of these ports', () => {
    const from = [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
        podSelector: { matchLabels: { app: 'prometheus' } },
      },
    ];
    for (const [policy, port] of [
      ['model-store/weights-server', 8080],
      ['llm-serving/smol', 8080],
      ['llm-serving/fleet', 9434],
      ['llm-gateway/gateway', 9090],
    ] as const)
      expect({ policy, ingress: fieldOf(all, `NetworkPolicy ${policy}: spec.ingress`) }).toEqual({
        policy,
        ingress: expect.arrayContaining([{ from, ports: [{ protocol: 'TCP', port }] }]),
      });
  });

  test('series of a llama-server have the name by which clients ask for it, and its track', () => {
    const { smol } = rack.models;
    const tracked = drawn({ ...seen, models: { 'smol:1b': { ...smol, tracks } } });
    expect(endpoints(tracked, 'llm-serving/smol-1b-green')).toMatchObject([
      {
        relabelings: [
          { targetLabel: 'workload' },
          { targetLabel: 'model', replacement: 'smol:1b' },
          { targetLabel: 'track', replacement: 'green' },
        ],
      },
    ]);
    expect(endpoints(all, 'llm-serving/fleet')).toMatchObject([{ relabelings: [{ targetLabel: 'workload' }] }]);
  });

  test('two paths of one port differ in a label, without which Prometheus mixes whether they are up', () => {
    for (const monitor of monitors(all)) {
      const own = endpoints(all, monitor.replace('PodMonitor ', '')) as readonly {
        readonly port: string;
        readonly relabelings: readonly { readonly sourceLabels?: readonly string[]; readonly targetLabel: string }[];
      }[];
      const isShared = (port: string): boolean => own.filter((each) => each.port === port).length > 1;
      expect({
        [monitor]: own.map(({ relabelings }) => relabelings.some((each) => each.targetLabel === 'metrics_path')),
      }).toEqual({ [monitor]: own.map(({ port }) => isShared(port)) });
    }
    expect(endpoints(all, 'llm-gateway/gateway')).toHaveLength(2);
  });

  test('the first key of llama-servers is sent, and no other', () => {
    const apiKey = { secretName: 'llm-key', key: 'keys' };
    const locked = { ...seen, cluster: { ...seen.cluster, apiKey } } as EnvironmentInput;
    const authorization = (name: string, key: string) => ({ type: 'Bearer', credentials: { name, key } });
    const manifests = drawn(locked);
    expect(endpoints(manifests, 'llm-serving/smol')).toMatchObject([
      { authorization: authorization('llm-key', 'first') },
    ]);
    expect(endpoints(manifests, 'llm-serving/fleet')).not.toHaveProperty('[0].authorization');
    const key = { secretName: 'scrape', key: 'one' };
    expect(
      endpoints(drawn({ ...locked, monitoring: { scrape: { ...monitoring.scrape, key } } }), 'llm-serving/smol'),
    ).toMatchObject([{ authorization: authorization('scrape', 'one') }]);
  });

  test('the quota has room for the exporter', () => {
    const cpu = (input: EnvironmentInput): unknown =>
      fieldOf(drawn(input), "ResourceQuota llm-serving/quota: spec.hard['requests.cpu']");
    // 50m for each of two pods of the fleet, and for one that ends.
    expect([cpu(seen), cpu({ ...seen, monitoring: undefined })]).toEqual(['12150m', '12']);
  });
});

test('dashboards without alerts record the series of cost, whose definition is needed', () => {
  const { nodePools, ...others } = seen;
  const pools = Object.entries(nodePools).map(([name, pool]) => [name, { ...pool, usdPerNodeHour: 2 }]);
  const all = drawn({
    ...others,
    nodePools: Object.fromEntries(pools) as typeof nodePools,
    monitoring: { ...monitoring, dashboards: {} },
  });
  expect(titles(all)).toContain('PrometheusRule llm-serving/cost');
});

test('by annotations there is no PodMonitor, and no definition is needed', () => {
  // Annotations state no key.
  const open = { ...seen.cluster, apiKey: { none: 'a test' } } as EnvironmentInput['cluster'];
  const all = drawn({ ...seen, cluster: open, monitoring: { scrape: { by: 'annotations' } } });
  expect(monitors(all)).toEqual([]);
  const pods = ['Deployment llm-serving/smol', 'StatefulSet llm-serving/fleet', 'Deployment llm-gateway/gateway'];
  expect(pods.map((pod) => fieldOf(all, `${pod}: spec.template.metadata.annotations['prometheus.io/port']`))).toEqual([
    '8080',
    '9434',
    '9090',
  ]);
});

test('without it nothing is rendered for it, and no exporter runs', () => {
  const all = drawn({ ...seen, monitoring: undefined });
  expect(monitors(all)).toEqual([]);
  expect(JSON.stringify(all)).not.toMatch(/prometheus\.io|ollama-exporter|location = \/metrics/);
});

describe('asking for it the first time replaces, as the page says,', () => {
  const { monitoring: asked, ...others } = watched;
  const { fixed, night } = watched.models;
  const without = {
    ...others,
    // A range of replicas, and a key that a scrape would have to send, need monitoring.
    cluster: { ...watched.cluster, metrics: undefined, apiKey: { none: 'the test compares both ways to scrape' } },
    models: { fixed, night },
  } as const;
  const templates = (input: EnvironmentInput): ReadonlyMap<string, string> =>
    new Map(
      charts(input)
        .flatMap(({ manifests }) => manifests)
        .filter((manifest) => manifest.kind !== 'Job' && workloadPod(manifest) !== undefined)
        .map(({ kind, metadata: { name }, spec }) => [`${kind} ${name}`, JSON.stringify((spec as Templated).template)]),
    );
  const before = templates(without);
  const replaced = (scrape: ScrapeInput): readonly string[] =>
    [...templates({ ...without, monitoring: { scrape } })]
      .filter(([name, template]) => before.get(name) !== template)
      .map(([name]) => name)
      .sort();

  test('for the operator the pods of fleets, databases and weights servers', () => {
    expect(replaced(asked.scrape)).toEqual([
      'Deployment weights-server',
      'StatefulSet database-chat',
      'StatefulSet fleet',
    ]);
  });

  test('for annotations all pods that are scraped', () => {
    expect(replaced({ by: 'annotations' })).toEqual([
      'Deployment fixed',
      'Deployment gateway',
      'Deployment night',
      'Deployment weights-server',
      'StatefulSet database-chat',
      'StatefulSet fleet',
    ]);
  });
});

interface Templated {
  readonly template?: unknown;
}
