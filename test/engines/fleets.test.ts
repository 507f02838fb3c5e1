/**
 * Every fleet of every environment on the real Ollama: runners as planned, and the heaviest models side by side in the
 * memory that the plan gives them.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { inMib, sumBytes } from '../../lib/core/bytes';
import { completeOllamaSettings } from '../../lib/engines/ollama/defaults';
import type { OllamaSettings } from '../../lib/engines/ollama/settings';
import { isEncoder } from '../../lib/gguf/architecture-of';
import type { ModelMemory } from '../../lib/sizing/memory/memory-term';
import { ollamaModelMemory, serverOfOllama } from '../../lib/engines/ollama/memory';
import { environments } from '../../overlays';
import { buffersIn, type Buffers } from './support/buffers';
import { shapeOfKind } from './support/combinations';
import { fetchFrom } from './support/http';
import { startReady, terminate } from './support/kubelet';
import { layersText, withRoom } from './support/layers';
import { equalMib, planned } from './support/planned';
import { Machine, Pod } from './support/pod';
import { digestOf, layOutStore, registryShape } from './support/registry-model';
import { containerOf, enginePods, hasGpus, podOf, render, type RenderedPod } from './support/rendered';
import { lastLoadOf, loadedAt, memoryOf, runnersOf, valueOf } from './support/runners';
import { cut, embeddingBytes, shapeOf, type Shape } from './support/shape';
import { keepTable, type Row } from './support/table';
import { tinyEnvironment } from './support/tiny-environment';
import { ollamaFleetsOf } from '../plan/fixtures/servers';

/** MiB of one model: weights are read into memory here. */
const room = { memory: 512, mapped: 1200 };

/** What a fleet serves here: its settings, and a shape for each of its tags. */
interface Fleet {
  readonly pod: RenderedPod;
  readonly settings: OllamaSettings;
  readonly gpus: number;
  readonly models: readonly { readonly tag: string; readonly whole: Shape; readonly shape: Shape }[];
}

const memoryOfShape =
  (settings: OllamaSettings, gpus: number, tag: string) =>
  (shape: Shape): ModelMemory =>
    ollamaModelMemory(registryShape(shape, tag).model, settings, gpus, tag);

/** Fleets of the environments; those that differ in nothing that an engine sees stand for each other. */
const ofEnvironments: readonly Fleet[] = environments.flatMap((environment) => {
  const rendered = render(environment);
  return enginePods([rendered], 'ollama').map((pod): Fleet => {
    const planOf = ollamaFleetsOf(rendered.synthesis.plan).find(({ workload }) => workload.name === pod.name);
    if (planOf === undefined) throw new Error(`${environment.name} plans no ${pod.name}`);
    const { settings, gpus, served } = planOf.workload;
    return {
      pod,
      settings,
      gpus,
      models: served.map(({ key: tag, model }) => {
        const whole = shapeOf(model);
        if (whole === undefined) throw new Error(`${tag} has no shape of a standard mix`);
        return {
          tag,
          whole,
          shape: withRoom(whole, room, 2, (shape) => planned(memoryOfShape(settings, gpus, tag)(shape), shape)),
        };
      }),
    };
  });
});
const seen = ({ settings, gpus, models }: Fleet): string =>
  JSON.stringify([settings, gpus, models.map(({ tag }) => tag)]);
const distinct = ofEnvironments.filter(
  (fleet, i) => ofEnvironments.findIndex((other) => seen(other) === seen(fleet)) === i,
);
/**
 * All of them when every combination is asked for, else the one that has the fewest models, each of which is read into
 * memory.
 */
const chosen =
  process.env.ALL === undefined
    ? [...distinct].sort((a, b) => a.models.length - b.models.length).slice(0, 1)
    : distinct;

/** A fleet of ours on a CPU pool: sliding windows, experts, an encoder, of which two may be loaded at once. */
function mixed(): Fleet {
  const settings = {
    contextLength: 2048,
    parallel: 4,
    maxOutputLength: 256,
    cacheType: 'q8_0',
    maxLoadedModels: 2,
  } as const;
  const models = (
    [
      ['gemma3', 6],
      ['llama', 2],
      ['nomic-bert', 12],
    ] as const
  ).map(([kind, layers]) => {
    const whole = shapeOfKind(kind);
    return { tag: `${kind}:shape`, whole, shape: cut(whole, layers) };
  });
  const rendered = render(
    tinyEnvironment({
      catalog: Object.fromEntries(models.map(({ tag, shape }) => [tag, registryShape(shape, tag).model])),
      ollama: { mixed: { models: models.map(({ tag }) => tag) as [string, ...string[]], settings, swap: 'accepted' } },
    }),
  );
  return { pod: podOf(rendered, 'mixed'), settings: completeOllamaSettings(settings, models.length), gpus: 0, models };
}

let machine: Machine;
const rows: Row[] = [];
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(async () => {
  await machine.stop();
  keepTable('models of the fleets', rows);
});

const mibOf = (quantity: string | number | undefined): number => {
  const [, number, unit] = /^(\d+)(Mi|Gi|Ki)?$/.exec(`${quantity}`) ?? [];
  return Number(number) * ({ Ki: 1 / 1024, Mi: 1, Gi: 1024 }[unit ?? ''] ?? 1 / 1024 ** 2);
};

describe.each([...chosen, mixed()].map((fleet) => [`${fleet.pod.environment}/${fleet.pod.name}`, fleet] as const))(
  '%s',
  (name, { pod, settings, gpus, models }) => {
    test('starts each model as planned, and holds the heaviest together', async () => {
      const weights = machine.folder('weights');
      layOutStore(
        weights,
        models.map(({ tag, shape }) => registryShape(shape, tag)),
      );
      const placed = await Pod.place(machine, pod, { volumes: { weights } });
      const server = await startReady(placed, 'ollama');
      const plans = new Map(models.map(({ tag, shape }) => [tag, memoryOfShape(settings, gpus, tag)(shape)] as const));
      const heaviest = [...plans]
        .sort(([, one], [, other]) => total(other) - total(one))
        .slice(0, settings.maxLoadedModels)
        .map(([tag]) => tag);
      const others = models.map(({ tag }) => tag).filter((tag) => !heaviest.includes(tag));
      const load = (tag: string, more: object = {}) =>
        fetchFrom(placed.port, 'POST', '/api/embed', { model: tag, input: [], ...more });
      const seenByTag = new Map<
        string,
        { readonly args: readonly (string | undefined)[]; readonly size: number; readonly engine: Buffers }
      >();
      for (const { tag } of models) {
        await load(tag);
        const runner = runnersOf(server).find(({ args }) => args.some((arg) => arg.endsWith(digestOf(tag))));
        const loaded = (await loadedAt(placed.port)).find((each) => each.name === tag);
        if (runner === undefined || loaded === undefined) throw new Error(`${tag} is not loaded`);
        seenByTag.set(tag, {
          args: ['-c', '-np', '--cache-type-k', '-b', '-ub', '--flash-attn'].map((flag) => valueOf(runner, flag)),
          size: loaded.size / 1024 ** 2,
          engine: buffersIn(lastLoadOf(server.output, digestOf(tag))),
        });
      }
      // Which model makes room for another is Ollama's choice, so the others go first.
      for (const tag of others) await load(tag, { keep_alive: 0 });
      while ((await loadedAt(placed.port)).some(({ name: loaded }) => others.includes(loaded))) await sleep(50);
      for (const tag of heaviest) await load(tag);
      const together = (await loadedAt(placed.port)).map((each) => each.name);
      const held = memoryOf(server);
      await terminate(server, pod.spec.terminationGracePeriodSeconds ?? 0);

      for (const { tag, whole, shape } of models) {
        // Of an encoder's output the engine prints only the rows that it starts with.
        const comparable = (buffers: Buffers): Buffers =>
          isEncoder({ architecture: shape.facts }) ? { ...buffers, output: 0 } : buffers;
        const plan = comparable(planned(plans.get(tag) as ModelMemory, shape));
        const { args, size, engine } = seenByTag.get(tag) as NonNullable<ReturnType<typeof seenByTag.get>>;
        const { contextLength, parallel, cacheTypeK, ubatchSize, flashAttention } = serverOfOllama(
          registryShape(shape, tag).model,
          settings,
          gpus,
          tag,
        );
        expect(args).toEqual([
          `${contextLength * parallel}`,
          `${parallel}`,
          cacheTypeK,
          `${ubatchSize}`,
          `${ubatchSize}`,
          flashAttention ? 'on' : 'off',
        ]);
        // Where weights are read and not mapped, rearranged ones lie in a buffer of their own instead of the plain one.
        const all: Buffers = { ...comparable(engine), weights: engine.weights + engine.repacked, repacked: 0 };
        // A tied embedding gets a second copy if the CPU can rearrange its type, so the plan of a CPU counts one.
        const copy = gpus === 0 && shape.variant.tied ? embeddingBytes(shape) / 1024 ** 2 : 0;
        const expected: Buffers = {
          ...plan,
          weights: plan.weights - all.weights < copy / 2 ? plan.weights : plan.weights - copy,
        };
        rows.push({
          model: tag,
          layers: layersText(shape, whole),
          run: `${name}: ${settings.contextLength} × ${parallel}`,
          plan: expected,
          engine: all,
        });
        expect({ ...all, compute: 0 }).toEqual(equalMib({ ...expected, compute: 0 }));
        expect(engine.compute).toBeLessThanOrEqual(plan.compute + 0.01);
        const { weights: read, repacked, cache, state, output, compute } = engine;
        // Of the two caches of a model with sliding windows Ollama counts the last alone.
        const sum = read + repacked + cache + state + output + compute;
        if (shape.facts.slidingWindow === undefined) expect(size).toBeCloseTo(sum, 0);
        else expect([size > sum - cache, size < sum]).toEqual([true, true]);
      }
      expect(together.sort()).toEqual([...heaviest].sort());
      const container = containerOf(pod, 'ollama');
      if (!hasGpus(container)) expect(held).toBeLessThanOrEqual(mibOf(container.resources?.limits?.memory));
    });
  },
);

const total = ({ devices, host }: ModelMemory): number =>
  inMib(sumBytes([...devices, host].map((memory) => memory.total)));
