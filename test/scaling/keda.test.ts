/** An environment that KEDA scales: what is drawn in place of an autoscaler, what is counted, and what a change of it is. */
import { describe, expect, test } from '@jest/globals';
import { difference, synthesise } from '../../lib';
import { argoCdObjects } from '../../lib/delivery/argocd';
import { seriesIn } from '../../lib/observability';
import { metricOf } from '../../lib/observability/metrics/registry';
import { adapterEnvironment, fixedEnvironment, kedaEnvironment } from './environment';

const synthesis = synthesise(kedaEnvironment);
const manifests = synthesis.charts.flatMap((chart) => chart.manifests);
const find = (kind: string, name: string) =>
  manifests.find((each) => each.kind === kind && each.metadata.name === name) as unknown as
    | { readonly spec: Record<string, unknown> }
    | undefined;

interface Trigger {
  readonly name: string;
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
}

test('a ScaledObject of each range stands in place of the autoscaler, and the Deployment states no number', () => {
  const scaled = manifests.filter(({ kind }) => kind === 'ScaledObject').map(({ metadata }) => metadata.name);
  expect(scaled).toEqual(['chat']);
  expect(find('HorizontalPodAutoscaler', 'chat')).toBeUndefined();
  expect(find('Deployment', 'chat')?.spec).not.toHaveProperty('replicas');
  expect(find('Deployment', 'legal')?.spec).toMatchObject({ replicas: 1 });
});

test('its questions name series that the sources have, of this model and this gateway', () => {
  const triggers = find('ScaledObject', 'chat')?.spec['triggers'] as readonly Trigger[];
  expect(triggers.map(({ name, type }) => [name, type])).toEqual([
    ['asked', 'prometheus'],
    ['requests', 'prometheus'],
    ['waiting', 'prometheus'],
    ['working', 'prometheus'],
    ['window-0', 'cron'],
  ]);
  const queries = triggers.flatMap(({ metadata }) => metadata['query'] ?? []);
  for (const name of queries.flatMap(seriesIn)) expect(metricOf(name)).toBe(name);
  const idle = 'or 0 * max(envoy_server_live{namespace="llm-gateway"})';
  const refused = 'envoy_cluster_upstream_cx_none_healthy{namespace="llm-gateway",envoy_cluster_name="chat"}';
  expect(queries).toEqual([
    `clamp_max(sum((increase(${refused}[2m]) > 0) or (${refused} > 0 unless ${refused} offset 2m)), 1) ${idle}`,
    `sum(envoy_cluster_upstream_rq_active{namespace="llm-gateway",envoy_cluster_name="chat"}) ${idle}`,
    `sum(llamacpp:requests_deferred{namespace="llm-serving",workload="chat"}) ${idle}`,
    `sum(llamacpp:requests_processing{namespace="llm-serving",workload="chat"}) ${idle}`,
  ]);
});

test('the plan counts the maximum, gives the cooldown its reason, and prices the schedule between minimum and maximum', () => {
  const { servers, quota, cost } = synthesis.plan;
  const chat = servers.find(({ workload }) => workload.name === 'chat');
  expect(chat?.demand?.cooldown.because).toMatch(/^10 min to make a node, 10 min to pull and unpack the image, /);
  expect(quota['requests.nvidia.com/gpu']?.because).toMatch(/chat 3/);
  expect(cost.scheduled?.low).toBeGreaterThan(cost.minimum.paid.low);
  expect(cost.scheduled?.low).toBeLessThan(cost.maximum.paid.low);
});

test('each track scales by itself, by the requests that it gets; one of a fixed number has no schedule', () => {
  const { chat } = kedaEnvironment.models ?? {};
  const tracked = synthesise({
    ...kedaEnvironment,
    nodePools: {
      ...kedaEnvironment.nodePools,
      l4: { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 1, max: 8 } },
    },
    models: {
      ...kedaEnvironment.models,
      chat: { ...chat, tracks: { blue: { weight: 1 }, green: { weight: 0, replicas: 1 } } },
    } as typeof kedaEnvironment.models,
  });
  const scaled = tracked.charts.flatMap((chart) => chart.manifests).filter(({ kind }) => kind === 'ScaledObject');
  expect(scaled.map(({ metadata }) => metadata.name)).toEqual(['chat-blue']);
  expect(JSON.stringify(scaled)).toMatch(/envoy_cluster_name=\W+chat-blue\W/);
});

test('Argo CD leaves the number of replicas to KEDA', () => {
  const gitops = { tool: 'argocd', repository: 'https://git.example/x.git', revision: 'main', namespace: 'argocd' };
  const units = synthesis.charts.map((chart) => ({ name: chart.name, manifests: chart.manifests }));
  const [, application] = argoCdObjects(gitops as never, 'test', units as never);
  expect(application).toMatchObject({
    spec: {
      ignoreDifferences: [
        { group: 'apps', kind: 'Deployment', namespace: 'llm-serving', name: 'chat', jsonPointers: ['/spec/replicas'] },
      ],
    },
  });
});

describe('hand-overs', () => {
  const handovers = (before: typeof kedaEnvironment, after: typeof kedaEnvironment) =>
    difference(synthesise(before), synthesise(after)).handovers;

  test('from our autoscaler to KEDA nothing is to be done', () => {
    expect(handovers(adapterEnvironment, kedaEnvironment)).toEqual([
      {
        of: 'Deployment llm-serving/chat',
        what: 'scaled by HorizontalPodAutoscaler chat → by ScaledObject chat',
        way: 'KEDA takes the autoscaler over with its number of replicas, and makes it again when the old manifest is removed',
      },
    ]);
  });

  test('back, the ScaledObject goes first: its autoscaler would go with it', () => {
    expect(handovers(kedaEnvironment, adapterEnvironment)).toEqual([
      {
        of: 'Deployment llm-serving/chat',
        what: 'scaled by ScaledObject chat → by HorizontalPodAutoscaler chat',
        way: 'before this change, delete it: kubectl --namespace llm-serving delete scaledobject chat; the number of replicas stays, and the new autoscaler begins with it',
      },
    ]);
  });

  test('from a fixed number to KEDA and back, as with our autoscaler', () => {
    expect(handovers(fixedEnvironment, kedaEnvironment).map(({ what }) => what)).toEqual([
      'replicas 2 → 1 until handed over (autoscaler 0–3)',
    ]);
    expect(handovers(kedaEnvironment, fixedEnvironment).map(({ what }) => what)).toEqual([
      'replicas set by the autoscaler (0–3) → 2 immediately',
    ]);
  });
});
