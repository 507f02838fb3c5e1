/** The weights server: the smallest props, every prop, every refusal. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { WeightsServer, type WeightsServerProps } from '../../lib/constructs/weights/weights-server';
import { derived } from '../../lib/core/derived';
import { additionsShown, everyAddition } from './support/additions';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import { monitoring, pool, programs, scheduling, wants } from './support/props';
import { annotated, endpointOf, operator } from './support/scraping';

const add = (chart: ConstructorParameters<typeof WeightsServer>[0], props: WeightsServerProps) =>
  new WeightsServer(chart, 'weights', props);
const smallest: WeightsServerProps = { namespace: 'store', claimName: 'models', address: '10.96.0.15' };
const template = 'Deployment store/weights: spec.template';
const pod = `${template}.spec`;

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give two servers that replace each other one at a time', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount store/weights',
      'NetworkPolicy store/weights',
      'ConfigMap store/program-nginx-#',
      'Service store/weights',
      'Deployment store/weights',
      'PodDisruptionBudget store/weights',
    ]);
    expect([
      field('Deployment store/weights: spec.replicas'),
      field('Deployment store/weights: spec.strategy.rollingUpdate'),
    ]).toEqual([2, { maxSurge: 0, maxUnavailable: 1 }]);
    expect(field('Deployment store/weights: spec.minReadySeconds')).toBe(field(`${pod}.terminationGracePeriodSeconds`));
    expect(field('PodDisruptionBudget store/weights: spec.maxUnavailable')).toBe(1);
  });

  test('end after every node has learnt of it, and then their transfers', () => {
    expect([
      field(`${pod}.containers[0].lifecycle`),
      field(`${pod}.terminationGracePeriodSeconds`),
      field("Deployment store/weights: metadata.annotations['corral.dev/because.grace']"),
    ]).toEqual([
      { preStop: { sleep: { seconds: 15 } } },
      30,
      '30 s: 15 s for endpoints to follow, 15 s for requests to end',
    ]);
  });

  test('read the store and cannot write it', () => {
    expect(field(`${pod}.volumes[0]`)).toEqual({ name: 'store', persistentVolumeClaim: { claimName: 'models' } });
    expect(field(`${pod}.containers[0].volumeMounts[0]`)).toEqual({
      name: 'store',
      mountPath: '/store',
      readOnly: true,
    });
  });

  test('let pods of ours in, of their own namespace, and nothing out', () => {
    expect(field('NetworkPolicy store/weights: spec.ingress')).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'store' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'corral' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ]);
    expect(field('NetworkPolicy store/weights: spec.egress') ?? []).toEqual([]);
  });

  test('answer on a named port, whose probes ask different things', () => {
    expect(field(`${pod}.containers[0].ports`)).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }]);
    expect(field(`${pod}.containers[0].readinessProbe.httpGet.port`)).toBe('http');
    expect(field(`${pod}.containers[0].livenessProbe.httpGet`)).toEqual({ path: '/healthz', port: 'http' });
    expect(field(`${pod}.containers[0].image`)).toContain(`${images.nginx.tag}@${images.nginx.digest}`);
  });
});

test('files of a claim of others are served by digest, from a claim that is read-only as a whole', () => {
  const manifests = draw((chart) => add(chart, { ...smallest, files: [{ sha256: 'b'.repeat(64), path: 'a/b.gguf' }] }));
  expect(fieldOf(manifests, `${pod}.volumes[0].persistentVolumeClaim`)).toEqual({
    claimName: 'models',
    readOnly: true,
  });
  const config = fieldOf(manifests, "ConfigMap store/program-nginx-*: data['nginx.conf']");
  expect(config).toContain(`location = /blobs/sha256-${'b'.repeat(64)} {`);
  expect(config).toContain('alias /store/a/b.gguf;');
  expect(config).not.toContain('try_files');
});

describe('metrics', () => {
  const text = (props: Partial<WeightsServerProps>) =>
    fieldOf(
      draw((chart) => add(chart, { ...smallest, ...props })),
      "ConfigMap store/program-nginx-*: data['nginx.conf']",
    );

  test('are served where they are scraped, without the limits of transfers', () => {
    expect(text({})).not.toContain('/metrics');
    expect(text({ scraping: operator })).toContain('location = /metrics {');
  });

  test('by annotations: of the pods', () => {
    const manifests = draw((chart) => add(chart, { ...smallest, scraping: annotated, monitoring }));
    expect(fieldOf(manifests, `${template}.metadata.annotations`)).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '8080',
      'prometheus.io/path': '/metrics',
    });
    expect(titles(manifests).filter((each) => each.startsWith('PodMonitor'))).toEqual([]);
  });

  test('without scraping, monitoring opens nothing', () => {
    const manifests = draw((chart) => add(chart, { ...smallest, monitoring }));
    expect(fieldOf(manifests, 'NetworkPolicy store/weights: spec.ingress')).toHaveLength(1);
  });
});

describe('each prop shows', () => {
  everyProp<WeightsServerProps>(
    add,
    {
      ...smallest,
      files: [{ sha256: 'a'.repeat(64), path: 'models/a.gguf' }],
      programs,
      clientNamespace: 'serving',
      replicas: 2,
      maxUnavailable: derived(1, 'one'),
      wants,
      scheduling,
      additions: {},
      scraping: annotated,
      monitoring,
      image: images.nginx,
    },
    {
      namespace: { to: 'other', shows: { 'Deployment other/weights: metadata.namespace': 'other' } },
      programs: 'elsewhere',
      claimName: { to: 'claim', shows: { [`${pod}.volumes[0].persistentVolumeClaim.claimName`]: 'claim' } },
      files: 'elsewhere',
      address: { to: '10.0.0.15', shows: { 'Service store/weights: spec.clusterIP': '10.0.0.15' } },
      scraping: {
        to: operator,
        shows: {
          'PodMonitor store/weights: spec.podMetricsEndpoints': [endpointOf('http', '/metrics')],
        },
      },
      monitoring: {
        to: { namespace: 'other', anyPod: true },
        shows: {
          'NetworkPolicy store/weights: spec.ingress[1].from[0].namespaceSelector.matchLabels': {
            'kubernetes.io/metadata.name': 'other',
          },
        },
      },
      clientNamespace: {
        to: 'other',
        shows: {
          'NetworkPolicy store/weights: spec.ingress[0].from[0].namespaceSelector.matchLabels': {
            'kubernetes.io/metadata.name': 'other',
          },
        },
      },
      maxUnavailable: { to: derived(2, 'two'), shows: { 'PodDisruptionBudget store/weights: spec.maxUnavailable': 2 } },
      replicas: { to: 3, shows: { 'Deployment store/weights: spec.replicas': 3 } },
      wants: { to: { ...wants, cpu: 700 }, shows: { [`${pod}.containers[0].resources.requests.cpu`]: '700m' } },
      additions: {
        to: everyAddition,
        shows: additionsShown(template, pod),
      },
      image: {
        to: { ...images.nginx, repository: 'mirror.example/other' },
        shows: { [`${pod}.containers[0].image`]: expect.stringContaining('mirror.example/other:') },
      },
      scheduling: {
        to: { pools: [{ ...pool, taints: [] }], priorityClassName: 'llm-critical' },
        shows: { [`${pod}.priorityClassName`]: 'llm-critical', [`${pod}.tolerations`]: undefined },
      },
    },
  );
});

test('stagers find it by address, so that they ask no DNS', () => {
  const expected = {
    url: 'http://10.96.0.15:8080',
    port: 8080,
    peer: {
      namespace: 'store',
      podLabels: { 'app.kubernetes.io/name': 'weights-server', 'app.kubernetes.io/instance': 'weights' },
    },
  };
  draw((chart) => {
    expect(add(chart, smallest).from).toEqual(expected);
  });
  expect(WeightsServer.addressOf('weights', { namespace: 'store', address: '10.96.0.15' })).toEqual(expected);
});

test('a name that no object can have is refused', () => {
  expect(refusal((chart) => new WeightsServer(chart, 'Weights', smallest))).toBe(
    "stranger/Weights: 'Weights' is no name for a NetworkPolicy.\n  fix: labels of lower-case letters, digits and hyphens, at most 253 characters, a letter or digit at both ends, parted by dots\n  [BadName]",
  );
});
