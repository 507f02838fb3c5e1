/**
 * Clusters of IPv6 alone and of both address families, on real nodes: from nothing to tokens through the gateway, with
 * every server at every family, and policies that packets of each family obey.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import type { EnvironmentInput } from '../../lib';
import { type Families, familiesOf } from '../../lib/core/families';
import { isReady } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { registryEntry } from '../engines/support/registry-model';
import { quick, tinyFile } from '../engines/support/tiny-model';
import { secondsSince } from '../figures/figures';
import { count } from './claims';
import { other } from './packets/stand-ins';
import { Overlays } from './stand/command';
import { hubModel, neighbours, nodeEnvironment, serveAll, sharedStore, smallSettings } from './stand/environment';
import { gatewayNamespace, gatewayPods, gatewayUrl, keyCommand, type Question, statusOf } from './stand/gateway';
import { addressesOf } from './stand/network';
import { serveRegistry } from './stand/registry';
import { NodeWorld } from './stand/world';

const tiny = hubModel('tiny');
const ofFleet = registryEntry(quick, tinyFile(quick, 3), 'small:tiny');

/** Weights through the store, its servers and stagers; engines behind a gateway. */
const environmentOf = (families: Families): EnvironmentInput =>
  nodeEnvironment({
    name: 'node-families',
    catalog: { tiny: tiny.entry, [ofFleet.tag]: ofFleet.model },
    weights: sharedStore,
    cluster: {
      families,
      dns: { addresses: [`${addressesOf(families)[0].dns}/${families[0] === 'IPv6' ? 128 : 32}`] },
      requestsFrom: undefined,
    },
    models: { tiny: { weights: 'tiny', settings: smallSettings } },
    ollama: { fleet: { models: [ofFleet.tag], settings: smallSettings } },
    gateway: {
      tls: 'none',
      expose: { by: 'cluster' },
      from: [neighbours.requestsFrom],
      clients: { team: { models: 'all' } },
    },
  });

const clusters: readonly (readonly [string, Families])[] = [
  ['IPv6 alone', ['IPv6']],
  ['IPv4 and IPv6', ['IPv4', 'IPv6']],
];

describe.each(clusters)('%s', (_, families) => {
  let world: NodeWorld;
  let overlays: string;
  let key: string;
  beforeAll(async () => {
    const input = environmentOf(families);
    world = await NodeWorld.start(input, {
      images: ['curl', 'nginx', 'llama-server', 'ollama', 'envoy', 'nodejs', 'packets'],
      families,
    });
    serveAll(world.stand.hub, [tiny]);
    serveRegistry(world.stand.hub, ofFleet);
    overlays = new Overlays(join(world.stand.folder, 'overlays')).list([], [input]);
  });
  afterAll(() => world?.end());

  const ask = async (question: Omit<Question, 'key'>): Promise<number> => {
    const client = await world.from('gateway');
    return waitUntil(
      `the gateway answers ${question.path}`,
      () => statusOf(client, gatewayUrl, { ...question, key }),
      (status) => status === 200,
      { seconds: 120 },
    );
  };

  test('from nothing to tokens of each engine', async () => {
    const start = Date.now();
    await world.apply();
    key = (await keyCommand(world, overlays, ['new', '--client', 'team'])).out;
    await Promise.all([world.ready('tiny'), world.ready('fleet')]);
    const gateway = () => gatewayPods(world);
    await waitUntil('the gateway is Ready', gateway, (pods) => pods.length === 2 && pods.every((pod) => isReady(pod)));
    await ask({ path: '/v1/completions', body: { model: 'tiny', prompt: 'a', max_tokens: 8 } });
    await ask({ path: '/api/generate', body: { model: ofFleet.tag, prompt: 'a', stream: false } });
    count('families', { clusters: 1, seconds: secondsSince(start) });
  });

  /** Addresses of a pod, one of each family. */
  const addressesIn = ({ status }: Pick<IPod, 'status'>): readonly string[] =>
    (status?.podIPs ?? []).flatMap(({ ip }) => ip ?? []);

  test('pods have an address of each family, and Services that are asked by name too', async () => {
    const pods = [...(await world.pods('tiny')), ...(await world.pods('fleet')), ...(await gatewayPods(world))];
    expect(pods.map((pod) => familiesOf(addressesIn(pod)))).toEqual(pods.map(() => families));
    const services = [
      await world.stand.client.get('Service', 'tiny', world.namespace),
      await world.stand.client.get('Service', 'gateway', gatewayNamespace),
    ];
    expect(services.map(({ spec }) => familiesOf(spec?.clusterIPs ?? []))).toEqual([families, families]);
  });

  test('servers take connections of each family from those who may, and policies stop the others', async () => {
    const [pod] = await gatewayPods(world);
    const between = await world.stand.from(gatewayNamespace, pod?.metadata?.name ?? '');
    const [may, mayNot] = [await world.from('gateway'), await world.from('stranger')];
    const [engine] = await world.pods('tiny');
    const [fleet] = await world.pods('fleet');
    const ways = [
      ...addressesIn(engine ?? {}).map((host) => ({ host, port: 8080, from: between })),
      ...addressesIn(fleet ?? {}).map((host) => ({ host, port: 11_434, from: between })),
      ...addressesIn(pod ?? {}).map((host) => ({ host, port: 8080, from: may })),
    ];
    expect(ways).toHaveLength(3 * families.length);
    // Policies follow a pod that just began within a moment, those of each family by themselves.
    await waitUntil(
      'policies let those pass who may',
      () => Promise.all(ways.map(({ from, host, port }) => from.probe({ host, port }))),
      (answers) => answers.every((answer) => answer === 'connected'),
      { seconds: 60 },
    );
    await waitUntil(
      'and stop the others',
      () => Promise.all(ways.map(({ host, port }) => mayNot.probe({ host, port, timeout: 2000 }))),
      (answers) => !answers.includes('connected'),
      { seconds: 60 },
    );
    count('families', { 'connections that policies allow': ways.length, 'and stop': ways.length });
  });

  test('a loader reaches public addresses of each family, and neither metadata nor the API server', async () => {
    const namespace = 'model-store';
    const policies = await world.stand.client.list('NetworkPolicy', { namespace });
    const policy = policies.find(({ metadata }) => metadata?.name?.startsWith('load-'));
    const labels = policy?.spec?.podSelector?.matchLabels ?? {};
    await world.stand.client.apply([other('as-a-loader', namespace, labels, ['TCP:9000'])], {
      fieldManager: 'cluster-team',
    });
    await world.stand.client.waitFor(
      'runs',
      'Pod',
      'as-a-loader',
      namespace,
      ({ status }) => status?.phase === 'Running',
    );
    const loader = await world.stand.from(namespace, 'as-a-loader');
    for (const { hub, metadata, control } of addressesOf(families)) {
      const closed = [
        { host: hub, port: 80 },
        { host: metadata, port: 80 },
        { host: control, port: 6443 },
      ];
      // A pod that just began runs without its policies for a moment.
      await waitUntil(
        'the policies of the loader are enforced',
        () => Promise.all(closed.map((target) => loader.probe({ ...target, timeout: 2000 }))),
        (answers) => !answers.includes('connected'),
        { seconds: 60 },
      );
      await waitUntil(
        'they let the loader reach the hub',
        () => loader.probe({ host: hub, port: 443 }),
        (answer) => answer === 'connected',
        { seconds: 60 },
      );
      // Without a policy the same places answer.
      const free = await world.from('stranger');
      const without = await Promise.all(closed.map((target) => free.probe(target)));
      expect(without).toEqual(closed.map(() => 'connected'));
    }
  });
});
