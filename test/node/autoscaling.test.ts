/** An autoscaler on real metrics: pods are added while requests wait, and taken away when none do. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { waitUntil } from '../cluster/client/wait';
import type { MetricsApi } from '../cluster/world/metrics-api';
import { slow } from '../engines/support/tiny-model';
import { count } from './claims';
import { reached } from './stand/asking';
import { hubModel, nodeEnvironment, serveAll, smallSettings } from './stand/environment';
import { startScrapedMetrics } from './stand/scraped-metrics';
import { NodeWorld } from './stand/world';

const model = hubModel('busy', slow);
const replicas = { min: 1, max: 3 };
const url = 'http://busy.llm-serving.svc.cluster.local:8080/v1/completions';

const behavior = '/spec/behavior';
const replace = (path: string, value: number) => ({ op: 'replace' as const, path: `${behavior}/${path}`, value });

/** Minutes of the manifest become seconds, by an amendment: everything else of the autoscaler is as rendered. */
const quickly = {
  target: 'HorizontalPodAutoscaler llm-serving/busy',
  reason: 'a test does not wait for ten minutes',
  jsonPatch: [
    replace('scaleUp/stabilizationWindowSeconds', 0),
    replace('scaleUp/policies/0/periodSeconds', 2),
    replace('scaleDown/stabilizationWindowSeconds', 3),
    replace('scaleDown/policies/0/periodSeconds', 2),
  ],
};

const input: EnvironmentInput = {
  ...nodeEnvironment({
    name: 'node-autoscaling',
    catalog: { busy: model.entry },
    cluster: { metrics: 'prometheus-adapter' },
    models: { busy: { weights: 'busy', settings: smallSettings, replicas } },
  }),
  prerequisites: [{ kind: 'Scraper', name: 'engines', providedBy: 'the Prometheus of the stand' }],
  amendments: [quickly],
};

let world: NodeWorld;
let metrics: MetricsApi;

beforeAll(async () => {
  world = await NodeWorld.start(input, {
    images: ['curl', 'llama-server'],
    controllerManager: ['--horizontal-pod-autoscaler-sync-period=1s'],
  });
  serveAll(world.stand.hub, [model]);
  metrics = await startScrapedMetrics(world);
  await world.apply();
  await world.ready('busy');
  await reached(await world.from('gateway'), url);
});
afterAll(async () => {
  await metrics?.stop();
  await world?.end();
});

const replicasNow = async (): Promise<number> =>
  (await world.stand.client.get('Deployment', 'busy', world.namespace)).spec?.replicas ?? 0;

/** Clients that ask one question after the other, each over a connection of its own. */
class Clients {
  private readonly ending = new AbortController();
  private readonly work: Promise<unknown>;
  readonly statuses: (number | string)[] = [];

  constructor(count: number) {
    this.work = Promise.all(Array.from({ length: count }, () => this.ask()));
    this.work.catch(() => undefined);
  }

  private async ask(): Promise<void> {
    const gateway = await world.from('gateway');
    while (!this.ending.signal.aborted)
      this.statuses.push(
        await gateway
          .ask(url, {
            method: 'POST',
            body: JSON.stringify({ prompt: 'Hello', max_tokens: 48 }),
            headers: { 'content-type': 'application/json' },
          })
          .then(
            ({ status }) => status,
            (error: Error) => error.message,
          ),
      );
  }

  /** The answers that were no answers, and how many there were. */
  async end(): Promise<{ readonly asked: number; readonly failed: readonly (number | string)[] }> {
    this.ending.abort();
    await this.work;
    return { asked: this.statuses.length, failed: this.statuses.filter((status) => status !== 200) };
  }
}

/** Sizes that the autoscaler has set, as its events have them, in the order of their size. */
async function steps(direction: 'above' | 'below'): Promise<readonly number[]> {
  const events = await world.stand.client.list('Event', {
    namespace: world.namespace,
    fields: { 'involvedObject.kind': 'HorizontalPodAutoscaler', reason: 'SuccessfulRescale' },
  });
  return events
    .flatMap(({ message = '' }) =>
      message.includes(`${direction} target`) ? [Number(/New size: (\d+)/.exec(message)?.[1])] : [],
    )
    .sort((a, b) => a - b);
}

it('reads the metrics of the engine, and leaves an idle one alone', async () => {
  const { status } = await world.stand.client.waitFor(
    'reads metrics',
    'HorizontalPodAutoscaler',
    'busy',
    world.namespace,
    ({ status: is }) =>
      is?.conditions?.some(({ type, status: value }) => type === 'ScalingActive' && value === 'True') ?? false,
  );
  expect(status?.currentMetrics?.map(({ pods }) => [pods?.metric.name, pods?.current.averageValue])).toEqual([
    ['llamacpp:requests_deferred', '0'],
    ['llamacpp:requests_processing', '0'],
  ]);
  expect(await replicasNow()).toBe(replicas.min);
});

it('adds one pod at a time while requests wait, up to the maximum', async () => {
  const clients = new Clients(6);
  await waitUntil('the maximum is reached', replicasNow, (now) => now === replicas.max, { seconds: 240 });
  await world.ready('busy', replicas.max);
  const { asked, failed } = await clients.end();
  expect(asked).toBeGreaterThan(0);
  expect(failed).toEqual([]);
  expect(
    await waitUntil(
      'both steps are reported',
      () => steps('above'),
      (sizes) => sizes.length === 2,
    ),
  ).toEqual([2, 3]);
  count('autoscaling', { 'pods added': 2, requests: asked });
});

it('removes one pod at a time when none wait, and fails no request meanwhile', async () => {
  const clients = new Clients(1);
  await waitUntil('the minimum is reached', replicasNow, (now) => now === replicas.min, { seconds: 240 });
  await world.ready('busy', replicas.min);
  const { asked, failed } = await clients.end();
  expect(asked).toBeGreaterThan(0);
  expect(failed).toEqual([]);
  expect(
    await waitUntil(
      'both steps are reported',
      () => steps('below'),
      (sizes) => sizes.length === 2,
    ),
  ).toEqual([1, 2]);
  count('autoscaling', { 'pods removed': 2, requests: asked });
});
