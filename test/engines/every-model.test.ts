/**
 * Every llama-server of every environment: the container of the manifest on the real engine, with a file of the model's
 * shape.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EnvironmentInput } from '../../lib';
import { llamaServerContract } from '../../lib/engines/llama-server/llama-server';
import { localMount } from '../../lib/programs/volumes';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { environments } from '../../overlays';
import { buffersIn, type Buffers } from './support/buffers';
import { fetchFrom } from './support/http';
import { Watch } from './support/kubelet';
import { layersText, withRoom } from './support/layers';
import { equalMib, planned } from './support/planned';
import { Machine, own, Pod } from './support/pod';
import { containerOf, enginePods, hasGpus, render, type RenderedPod } from './support/rendered';
import { entryOf, shapeOf, writeShape, type Shape } from './support/shape';
import { keepTable, type Row } from './support/table';
import { llamaServersOf } from '../plan/fixtures/servers';

/** Engines that ask for a key are in a test of their own: here nothing brings one. */
const rendered = environments.map((environment: EnvironmentInput) =>
  render(
    environment.gateway === undefined
      ? environment
      : { ...environment, cluster: { ...environment.cluster, apiKey: { none: 'a test without Secrets' } } },
  ),
);
const everything = process.env.ALL !== undefined;

const room = everything ? { memory: 8192, mapped: 48_000 } : { memory: 1024, mapped: 1024 };
/** MiB of weights that are read again for each token. */
const readable = 8192;

const withoutAlias = (pod: RenderedPod): string => {
  const { args = [], env, image } = containerOf(pod, 'llama-server');
  return JSON.stringify({ args: args.filter((_, i) => args[i - 1] !== '--alias'), env, image });
};

/** Pods whose containers differ in nothing but the name of the model: one stands for all. */
const alike = enginePods(rendered, 'llama-server').reduce<readonly (readonly [RenderedPod, ...RenderedPod[]])[]>(
  (groups, pod) => {
    const same = groups.find(([first]) => withoutAlias(first) === withoutAlias(pod));
    return same === undefined ? [...groups, [pod]] : groups.map((group) => (group === same ? [...group, pod] : group));
  },
  [],
);

function planOf({ environment, name }: RenderedPod) {
  const plan = rendered
    .filter(({ synthesis }) => synthesis.name === environment)
    .flatMap(({ synthesis }) => llamaServersOf(synthesis.plan))
    .find(({ workload }) => workload.name === name);
  if (plan === undefined) throw new Error(`${environment} plans no ${name}`);
  return plan;
}

/**
 * What nobody is to reach, with the answer that the contract states: policies and the gateway's list of routes keep it
 * closed.
 */
const closedAnswers: Readonly<Record<string, number>> = Object.assign(
  {},
  ...llamaServerContract.routes.closed.map(({ answers }) => answers),
);

let machine: Machine;
const rows: Row[] = [];
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(async () => {
  await machine.stop();
  keepTable('llama-servers of the environments', rows);
});

describe.each(
  alike.map((pods) => [pods.map(({ environment, name }) => `${environment}/${name}`).join(' '), pods[0]] as const),
)('%s', (_, pod) => {
  const { workload } = planOf(pod);
  const { settings, gpus, weights: key, model } = workload;
  const shape = shapeOf(model);
  if (shape === undefined) throw new Error(`${key} has no shape of a standard mix`);
  const memoryOf = (of: Shape): Buffers => planned(llamaServerMemory(entryOf(of), settings, gpus, key), of);
  const small = withRoom(shape, room, 2, memoryOf);
  const layers = layersText(small, shape);
  const container = containerOf(pod, 'llama-server');
  // A track serves under the name of its model.
  const served = container.args?.[container.args.indexOf('--alias') + 1];
  const plan = memoryOf(small);

  test(`starts, serves and ends as rendered, with ${layers} layers`, async () => {
    const weights = machine.folder('weights');
    const path = (container.args?.[1] ?? '').replace(localMount, weights);
    mkdirSync(dirname(path), { recursive: true });
    writeShape(path, small);
    chmodSync(path, 0o444);
    for (let folder = dirname(path); folder !== dirname(weights); folder = dirname(folder)) own(folder);

    const placed = await Pod.place(machine, pod, { volumes: { weights } });
    const server = await placed.start('llama-server');
    const watch = new Watch(placed, 'llama-server', server);
    await watch.started();
    await watch.ready();
    const ask = (method: string, at: string, json?: unknown) => fetchFrom(placed.port, method, at, json);
    const models = JSON.parse((await ask('GET', '/v1/models')).body) as {
      readonly data: readonly { readonly id: string }[];
    };
    const generated =
      plan.weights > readable
        ? undefined
        : await ask('POST', '/v1/completions', { model: served, prompt: 'w300 w301', max_tokens: 2 });
    const metrics = (await ask('GET', '/metrics')).body;
    const statuses = Object.fromEntries(
      await Promise.all(
        Object.keys(closedAnswers).map(async (request) => {
          const [method = '', at = ''] = request.split(' ');
          return [request, (await ask(method, at, method === 'POST' ? {} : undefined)).status] as const;
        }),
      ),
    );
    const answers = await watch.stop();
    server.signal('SIGTERM');
    const { code, output } = await server.end;
    rmSync(weights, { recursive: true });

    const engine = buffersIn(output);
    rows.push({
      model: key,
      layers,
      run: `${pod.environment}/${pod.name}: ${settings.contextLength} × ${settings.parallel} on ${gpus === 0 ? 'CPU' : `${gpus} GPU`}`,
      plan,
      engine,
    });
    expect({ code, answers, ids: models.data.map(({ id }) => id), generated: generated?.status ?? 200 }).toEqual({
      code: 0,
      answers: {
        // Nobody listens, then the model loads, then it is ready; a small model may have loaded before anybody asks.
        startup: expect.arrayContaining(['200']),
        readiness: expect.arrayContaining(['200']),
        liveness: ['connected'],
      },
      ids: [served],
      generated: 200,
    });
    const order = ['ECONNREFUSED', '503', '200'];
    for (const seen of [answers.startup, answers.readiness])
      expect(seen).toEqual(order.filter((answer) => seen.includes(answer)));

    const absent = (name: string) => !metrics.includes(`\n${name} `) && !metrics.includes(`# TYPE ${name} `);
    const named = new Set(JSON.stringify(rendered.map(({ manifests }) => manifests)).match(/llamacpp:\w+/g));
    expect({ named: [...named].filter(absent), contract: llamaServerContract.metrics.names.filter(absent) }).toEqual({
      named: [],
      contract: ['llamacpp:spec_decode_num_accepted_tokens_per_pos_total'],
    });
    expect(statuses).toEqual(closedAnswers);

    expect({ ...engine, compute: 0 }).toEqual(equalMib({ ...plan, compute: 0 }));
    expect(engine.compute).toBeLessThanOrEqual(plan.compute + 0.01);
    expect(hasGpus(container)).toBe(gpus > 0);
  });
});
